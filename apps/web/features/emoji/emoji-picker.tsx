'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Popover } from 'radix-ui'
import { useRef, type RefObject } from 'react'
import { Dialog } from '../../components/ui/dialog'
import { useMedia, wide } from '../../components/ui/use-media'
import { EmojiGrid } from './emoji-grid'
import { noteUse } from './lately'

interface Props {
  /** Beside what it stands, and where the keyboard goes from it. */
  anchor: RefObject<HTMLElement | null>
  onChoose: (char: string) => void
  onClose: () => void
}

/** All emoji, over the field; on a phone from below. Mounted while it is open. */
export function EmojiPicker({ anchor, onChoose, onClose }: Props) {
  const t = useTranslations('composer')
  const isWide = useMedia(wide)
  const isChosen = useRef(false)
  const grid = (
    <EmojiGrid
      icon={<Search size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />}
      onChoose={(char) => {
        isChosen.current = true
        noteUse(char)
        onChoose(char)
      }}
    />
  )
  if (!isWide) {
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title={t('emoji')}>
        {grid}
      </Dialog>
    )
  }
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={{ current: anchor.current ?? document.body }} />
      <Popover.Portal>
        <Popover.Content
          aria-label={t('emoji')}
          data-testid="emoji-picker"
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // What was chosen has put the caret behind itself.
            if (!isChosen.current) anchor.current?.focus()
          }}
          className="z-50 w-80 animate-pop rounded-card bg-pop shadow-pop focus:outline-none"
        >
          {grid}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
