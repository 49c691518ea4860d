'use client'
import { useTranslations } from 'next-intl'
import { Popover } from 'radix-ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Dialog } from '../../components/ui/dialog'
import { focusAgain } from '../../components/ui/focus-again'
import { useMedia, wide } from '../../components/ui/use-media'
import { conversationsOf } from '../live/use-conversations'
import { usePicking } from '../triage/picking'
import { useTriage } from '../triage/use-triage'
import { AssigneePicker } from './assignee-picker'
import { LabelPicker } from './label-picker'
import { Ticks } from './ticks'

/** Asks for labels, or who is to answer: beside what asked for it, on a phone from below. Mounted while it asks. */
export function Picker() {
  const t = useTranslations('labels')
  const { what, ids, anchor, typed, close } = usePicking()
  const { label } = useTriage()
  const isWide = useMedia(wide)
  const cameFrom = useRef<Element | null>(document.activeElement)
  const [ticks, setTicks] = useState(() => new Ticks(conversationsOf(ids)))
  const [making] = useState(() => new Set<Promise<string | null>>())
  // All that was ticked is one act with one way back, however the question ends; what is still being made is waited for.
  const apply = useEffectEvent(async () => {
    const { add, remove } = ticks.change
    for (const id of await Promise.all(making)) if (id !== null) add.push(id)
    if (add.length + remove.length > 0) label(ids, add, remove)
  })
  function onMaking(made: Promise<string | null>) {
    making.add(made)
    void made.then((id) => {
      if (isGone.current) return
      making.delete(made)
      if (id !== null) setTicks((now) => now.tick(id))
    })
  }
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
      void apply()
    }
  }, [])
  const part =
    what === 'labels' ? (
      <LabelPicker
        typed={typed}
        ticks={ticks}
        onTick={(id) => setTicks((now) => now.tick(id))}
        onMaking={onMaking}
      />
    ) : (
      <AssigneePicker ids={ids} typed={typed} onDone={close} />
    )
  const title = what === 'labels' ? t('pick') : t('assignTo')
  if (!isWide) {
    return (
      <Dialog open onOpenChange={close} title={title}>
        {part}
      </Dialog>
    )
  }
  return (
    <Popover.Root open onOpenChange={close}>
      <Popover.Anchor virtualRef={{ current: anchor ?? document.body }} />
      <Popover.Portal>
        <Popover.Content
          aria-label={title}
          data-testid="picker"
          align={anchor?.matches('[data-conversation-id]') ? 'start' : 'end'}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            focusAgain(cameFrom.current, anchor)
          }}
          className="z-50 w-72 animate-pop rounded-card bg-pop shadow-pop focus:outline-none"
        >
          {part}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
