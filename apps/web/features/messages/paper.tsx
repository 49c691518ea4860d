'use client'
import { Download, File } from 'lucide-react'
import { useFormatter } from 'next-intl'
import { endingOf, fileUrl, sizeOf } from './file-parts'
import type { MediumProps } from './medium'

/** A document: kind, name, size. It is saved, and never opened inside the page. */
export function Paper({ medium, says, current, children }: MediumProps) {
  const format = useFormatter()
  const { amount, unit } = sizeOf(medium.bytes ?? 0)
  const ending = endingOf(medium)
  return (
    <>
      <a
        href={fileUrl(medium)}
        download={medium.name ?? ''}
        tabIndex={current ? 0 : -1}
        data-testid="document"
        className="-mx-1.5 mt-px mb-1 flex w-76 max-w-[calc(100%+0.75rem)] items-center gap-3 rounded-ctl bg-bubble-well p-2.5 text-ui"
      >
        <span className="grid h-11 w-9 shrink-0 place-items-center rounded-tail bg-panel text-[0.625rem] font-semibold text-ink-2 inset-ring inset-ring-line">
          {ending ? <bdi>{ending}</bdi> : <File size={16} strokeWidth={1.75} aria-hidden />}
        </span>
        <span className="grid min-w-0 flex-1">
          <bdi className="truncate font-medium">{medium.name ?? says}</bdi>
          <span className="text-meta text-ink-2 tabular-nums">
            {format.number(amount, { style: 'unit', unit, unitDisplay: 'short' })}
          </span>
        </span>
        <Download size={18} strokeWidth={1.75} aria-hidden className="shrink-0" />
      </a>
      {children}
    </>
  )
}
