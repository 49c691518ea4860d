'use client'
import { FileWarning, Mic, Music, RotateCw, Video, X, type LucideIcon } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { maxFileMegabytes } from '@cloudpa/contracts/send-limits'
import { cx } from '../../components/ui/cx'
import { clock, endingOf, sizeOf } from '../messages/file-parts'
import { useLocalFiles } from '../messages/local-files'
import { useUploads } from '../sending/upload-state'
import { useTray, type TrayFile } from '../sending/tray'
import { useErrorSentence } from '../words/use-error-sentence'
import { bringAll, detach, showFiles } from './attach'

interface Props {
  /** Of the conversation. */
  id: string
  /** The text has the keyboard again once nothing is left here. */
  onEmptied: () => void
}

const none: TrayFile[] = []

/** What was chosen and is not sent yet, over the text: what it is, how far it is, and what is wrong with it. */
export function TrayView({ id, onEmptied }: Props) {
  const t = useTranslations('composer.files')
  const files = useTray((state) => state.files[id] ?? none)
  const sentenceOf = useErrorSentence()
  const uploads = useUploads()
  const faults = files.flatMap(({ id: fileId, fault }) => {
    if (fault) return [t(`faults.${fault}`, { megabytes: maxFileMegabytes })]
    const error = uploads[fileId]?.state === 'failed' ? uploads[fileId].error : undefined
    return error && error.status !== 0 ? [sentenceOf(error)] : []
  })
  const whole = files.some(({ fault }) => !fault)
  useEffect(() => {
    const { files: all } = useTray.getState()
    // After a reload they are only kept.
    void showFiles(all[id] ?? none).then(() => bringAll(id))
  }, [id])
  return (
    <div className="-order-2 w-full min-w-0 shrink-0" data-testid="tray">
      <ul
        role="list"
        aria-label={t('title')}
        className="flex snap-x gap-2 overflow-x-auto overscroll-x-contain px-3 pt-3 pb-0.5"
      >
        {files.map((file) => (
          <Item
            key={file.id}
            file={file}
            conversationId={id}
            onRemove={(item) => {
              const next = item.nextElementSibling ?? item.previousElementSibling
              next?.querySelector('button')?.focus()
              detach(id, file)
              if (!next) onEmptied()
            }}
          />
        ))}
      </ul>
      {faults.length > 0 ? (
        <p role="alert" className="px-4 pt-1 text-small text-danger" data-testid="tray-fault">
          {[...new Set(faults)].join(' ')}
        </p>
      ) : null}
      {whole && files.length > 1 ? <p className="sr-only">{t('each')}</p> : null}
    </div>
  )
}

interface ItemProps {
  conversationId: string
  file: TrayFile
  /** @param item its place in the list */
  onRemove: (item: Element) => void
}

const square = 'relative grid aspect-square w-22 place-items-center overflow-hidden rounded-[8px]'
const round =
  'absolute grid size-6 place-items-center rounded-full bg-black/70 text-white before:absolute before:-inset-1 pointer-coarse:size-8 pointer-coarse:before:-inset-1.5'

function Item({ conversationId, file, onRemove }: ItemProps) {
  const t = useTranslations('composer.files')
  const upload = useUploads((state) => state[file.id])
  const failed = upload?.state === 'failed'
  const isBad = Boolean(file.fault) || failed
  const item = useRef<HTMLLIElement>(null)
  const remove = useRef<HTMLButtonElement>(null)
  return (
    <li
      ref={item}
      data-testid="tray-file"
      data-kind={file.kind}
      data-fault={file.fault}
      className="w-22 shrink-0 snap-start"
    >
      <div className={cx(square, isBad ? 'bg-danger-soft text-danger' : 'bg-inset text-ink-2')}>
        <Shows file={file} isBad={isBad} />
        <button
          ref={remove}
          type="button"
          onClick={() => item.current && onRemove(item.current)}
          aria-label={t('remove', { name: file.name })}
          data-testid="tray-remove"
          className={cx(round, 'end-1 top-1')}
        >
          <X size={14} strokeWidth={2} aria-hidden />
        </button>
        {failed ? (
          <button
            type="button"
            onClick={() => {
              // This button goes.
              remove.current?.focus()
              bringAll(conversationId)
            }}
            aria-label={t('again', { name: file.name })}
            data-testid="tray-again"
            className={cx(round, 'start-1 bottom-1')}
          >
            <RotateCw size={14} strokeWidth={2} aria-hidden />
          </button>
        ) : null}
        {upload && !failed ? <Bar part={upload.part} says={t('uploading', { name: file.name })} /> : null}
      </div>
      <Under file={file} />
    </li>
  )
}

const icons: Partial<Record<TrayFile['kind'], LucideIcon>> = { video: Video, voice: Mic, audio: Music }

function Shows({ file, isBad }: { file: TrayFile; isBad: boolean }) {
  const url = useLocalFiles((state) => state[file.id])
  if (isBad) return <FileWarning size={22} strokeWidth={1.75} aria-hidden />
  if (file.isComing) return <span className="size-full animate-pulse bg-sel motion-reduce:animate-none" />
  if (url && file.kind === 'image') return <img src={url} alt="" className="size-full object-cover" />
  if (url && file.kind === 'sticker')
    return <img src={url} alt="" className="size-full object-contain p-1.5" />
  if (url && file.kind === 'video')
    return (
      <video src={url} muted playsInline preload="metadata" className="size-full bg-black object-cover" />
    )
  const Icon = icons[file.kind]
  return (
    <span className="grid justify-items-center gap-1 text-meta font-semibold">
      {Icon ? (
        <Icon size={22} strokeWidth={1.75} aria-hidden />
      ) : (
        <bdi>{endingOf({ name: file.name, contentType: file.type })}</bdi>
      )}
      {file.durationMs ? <span dir="ltr">{clock(file.durationMs / 1_000)}</span> : null}
    </span>
  )
}

/** How far it is, over the lower edge. */
function Bar({ part, says }: { part: number; says: string }) {
  return (
    <span
      role="progressbar"
      aria-label={says}
      aria-valuenow={Math.round(part * 100)}
      className="absolute inset-x-1.5 bottom-1.5 h-1 overflow-hidden rounded-full bg-black/45"
    >
      <span className="block h-full rounded-full bg-white" style={{ width: `${Math.max(4, part * 100)}%` }} />
    </span>
  )
}

/** What it is called, that it was made smaller, or what is wrong with it. */
function Under({ file }: { file: TrayFile }) {
  const t = useTranslations('composer.files')
  const format = useFormatter()
  const upload = useUploads((state) => state[file.id])
  const sizeIn = (bytes: number) => {
    const { amount, unit } = sizeOf(bytes)
    return format.number(amount, { style: 'unit', unit, unitDisplay: 'short' })
  }
  const failed = upload?.state === 'failed'
  const size = sizeIn(file.bytes)
  const says = failed
    ? t('notUploaded')
    : file.fault === 'tooLarge'
      ? t('sizeOf', { size, most: maxFileMegabytes })
      : file.isSmaller
        ? t('smaller', { size })
        : file.name
  return (
    <span
      title={says}
      dir="auto"
      className={cx('mt-1 block truncate text-meta', file.fault || failed ? 'text-danger' : 'text-ink-2')}
    >
      {says}
    </span>
  )
}
