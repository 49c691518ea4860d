'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { fileOf } from '../sending/carried'
import { discard } from '../sending/send-message'
import type { Unsent } from '../sending/unsent'
import { useUploads } from '../sending/upload-state'
import { Action } from './message-action'
import { Under } from './under'

/** How far the file of a message is on its way, and the way to call it off. Nothing once it is there. */
export function UploadLine({ item, current }: { item: Unsent; current: boolean }) {
  const t = useTranslations('thread')
  const format = useFormatter()
  const id = fileOf(item.carried)?.id ?? ''
  const upload = useUploads((state) => state[id])
  if (!upload || upload.state === 'failed') return null
  const percent = format.number(upload.part, { style: 'percent' })
  return (
    <Under>
      <span data-testid="upload-line" className="tabular-nums">
        {t('uploading', { percent })}
      </span>
      <Action current={current} testId="stop-upload" onClick={() => discard(item)}>
        {t('stopUpload')}
      </Action>
    </Under>
  )
}
