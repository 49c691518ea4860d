'use client'
import { maxTextLength } from '@cloudpa/contracts/send-limits'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { useDrafts } from '../sending/drafts'
import { useSendLater } from './send-later'
import { toSend } from './to-send'
import { useTrayView } from './use-tray-view'

interface Props {
  /** Of the conversation. */
  id: string
  name: string
  onClose: () => void
}

/** Where one writes while the window is closed, for when they write. Its text is the conversation's draft. */
export function ForThen({ id, name, onClose }: Props) {
  const t = useTranslations('composer')
  const text = useDrafts((state) => state.texts[id] ?? '')
  const write = useDrafts((state) => state.write)
  const rest = useDrafts((state) => state.rest)
  const keep = useSendLater(id)
  const [busy, setBusy] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const { files, view: tray } = useTrayView(id, () => box.current?.focus())
  const isWhole = toSend(files, text.trim()).length > 0 && text.length <= maxTextLength
  async function submit() {
    setBusy(true)
    const isKept = await keep(null)
    setBusy(false)
    if (isKept) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('later.forThen', { name })}
      description={t('later.forThenHint', { name })}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) void submit()
        }}
      >
        {tray}
        <textarea
          ref={box}
          value={text}
          onChange={({ target }) => write(id, target.value)}
          onBlur={rest}
          rows={4}
          dir={text ? 'auto' : undefined}
          maxLength={maxTextLength}
          data-testid="for-then"
          aria-label={t('labelLoading')}
          placeholder={t('placeholder', { name })}
          className="field-sizing-content max-h-[40dvh] min-h-24 w-full resize-none rounded-ctl bg-panel px-3 py-2 text-msg inset-ring inset-ring-control outline-focus focus:outline-2"
        />
        <Button look="primary" big type="submit" busy={busy} data-testid="for-then-send">
          {t('later.whenWrites', { name })}
        </Button>
      </form>
    </Dialog>
  )
}
