'use client'
import type { Medium } from '@cloudpa/contracts/media'
import { Download, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { useRef } from 'react'
import { focusAgain } from '../../components/ui/focus-again'
import { fileUrl } from './file-parts'

interface Props {
  medium: Medium
  title: string
  onClose: () => void
}

/** A picture as it is, on all of the screen; a press beside it closes it. */
export function PictureViewer({ medium, title, onClose }: Props) {
  const t = useTranslations('messages.file')
  const common = useTranslations('common')
  // Opened by state and not by a Trigger, so Radix doesn't know where the keyboard came from.
  const cameFrom = useRef<Element>(null)
  const tool =
    'grid size-11 place-items-center rounded-ctl bg-black/40 text-white hover:bg-black/60 focus-visible:outline-white'
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/85" />
        <Dialog.Content
          aria-describedby={undefined}
          data-testid="picture-viewer"
          onOpenAutoFocus={() => {
            cameFrom.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            focusAgain(cameFrom.current)
          }}
          className="fixed inset-0 z-40 grid animate-fade place-items-center p-3 outline-none"
          onClick={(event) => event.target === event.currentTarget && onClose()}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <img
            src={fileUrl(medium)}
            alt={title}
            width={medium.width ?? undefined}
            height={medium.height ?? undefined}
            className="h-auto max-h-[calc(100dvh-1.5rem)] w-auto max-w-full rounded-ctl object-contain"
          />
          <div className="fixed end-3 top-3 flex gap-2">
            <a
              href={fileUrl(medium)}
              download={medium.name ?? ''}
              aria-label={t('download')}
              className={tool}
            >
              <Download size={18} strokeWidth={1.75} aria-hidden />
            </a>
            <Dialog.Close aria-label={common('close')} className={tool}>
              <X size={18} strokeWidth={1.75} aria-hidden />
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
