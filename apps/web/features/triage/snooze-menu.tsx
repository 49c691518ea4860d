'use client'
import { useTranslations } from 'next-intl'
import { Popover } from 'radix-ui'
import { useRef } from 'react'
import { Dialog } from '../../components/ui/dialog'
import { focusAgain } from '../../components/ui/focus-again'
import { useMedia, wide } from '../../components/ui/use-media'
import { firstNameOf } from '../contacts/first-name'
import { conversationsOf } from '../live/use-conversations'
import { LargeTimes } from './large-times'
import { useSnoozing } from './snoozing'
import { TimePicker } from './time-picker'
import { useTriage } from './use-triage'

/** Asks until when: beside what asked for it, on a phone from below. Mounted while it asks. */
export function SnoozeMenu() {
  const t = useTranslations('triage')
  const { ids, anchor, typed, close } = useSnoozing()
  const { snooze } = useTriage()
  const isWide = useMedia(wide)
  const cameFrom = useRef<Element | null>(document.activeElement)
  const isChosen = useRef(false)
  const [only] = ids.length === 1 ? conversationsOf(ids) : []
  const choices = {
    question: 'snooze' as const,
    name: only ? firstNameOf(only.contact) : null,
    onChoose: (until: Date | null) => {
      isChosen.current = true
      close()
      snooze(ids, until)
    },
  }
  if (!isWide) {
    return (
      <Dialog open onOpenChange={close} title={t('backWhen')}>
        <LargeTimes {...choices} />
      </Dialog>
    )
  }
  return (
    <Popover.Root open onOpenChange={close}>
      <Popover.Anchor virtualRef={{ current: anchor ?? document.body }} />
      <Popover.Portal>
        <Popover.Content
          aria-label={t('until')}
          data-testid="snooze-menu"
          align={anchor?.matches('[data-conversation-id]') ? 'start' : 'end'}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // What was chosen may have gone on to the next row.
            if (!isChosen.current) focusAgain(cameFrom.current, anchor)
          }}
          className="z-50 w-80 animate-pop rounded-card bg-pop shadow-pop focus:outline-none"
        >
          <TimePicker {...choices} typed={typed} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
