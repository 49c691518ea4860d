'use client'
import type { TemplateContent } from '@cloudpa/contracts/content'
import {
  Copy,
  ExternalLink,
  List,
  Paperclip,
  Phone,
  Reply,
  LayoutTemplate,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { MessageText } from './message-text'

interface TextProps {
  template: TemplateContent
  /** Whether Tab comes to its links. */
  current: boolean
  /** When it was said. */
  children?: ReactNode
}

/** What a template says inside of its bubble: its heading, the file it comes with, its words, its last line. */
export function TemplateText({ template, current, children }: TextProps) {
  const { header, mediaUrl, body, footer } = template
  return (
    <div data-testid="template" className="grid gap-1">
      {header ? (
        <p dir="auto" className="font-semibold [overflow-wrap:anywhere]">
          {header}
        </p>
      ) : null}
      {mediaUrl ? <MediaNote url={mediaUrl} /> : null}
      <div dir="auto" data-words className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        <MessageText text={body} tabIndex={current ? 0 : -1} />
        {footer ? null : children}
      </div>
      {footer ? (
        <div dir="auto" className="text-small [overflow-wrap:anywhere] text-ink-2">
          {footer}
          {children}
        </div>
      ) : null}
    </div>
  )
}

/** The file by its name: it is on somebody else's server, which is not told who reads this. */
function MediaNote({ url }: { url: string }) {
  return (
    <p className="-mx-1 flex items-center gap-2 rounded-ctl bg-bubble-well px-2.5 py-2 text-small">
      <Paperclip size={16} strokeWidth={2} aria-hidden className="shrink-0 text-ink-2" />
      <bdi dir="ltr" className="min-w-0 truncate">
        {url.split(/[?#]/)[0]?.split('/').at(-1) || url}
      </bdi>
    </p>
  )
}

const buttonIcons: Record<TemplateContent['buttons'][number]['kind'], LucideIcon> = {
  quick_reply: Reply,
  url: ExternalLink,
  phone: Phone,
  copy_code: Copy,
}

interface OptionsProps {
  template: TemplateContent
  current: boolean
}

/** What the customer can tap under it, and which template it was. Nothing here can be pressed but the list, to be read. */
export function TemplateOptions({ template, current }: OptionsProps): ReactNode {
  const t = useTranslations('messages')
  const { name, language } = template
  return (
    <>
      <TemplateChoices template={template} current={current} />
      <span className="mt-1 inline-flex max-w-full items-center gap-1 text-meta text-ink-3">
        <LayoutTemplate size={14} strokeWidth={2} aria-hidden className="shrink-0" />
        <span className="min-w-0 truncate">{t('templateNamed', { name, language })}</span>
      </span>
    </>
  )
}

/** The buttons under a template, and its list. */
export function TemplateChoices({ template, current }: OptionsProps) {
  const t = useTranslations('messages')
  const { buttons, items, listButton } = template
  if (buttons.length === 0 && items.length === 0) return null
  return (
    <div data-testid="template-options" className="mt-1 grid w-full max-w-80 gap-1">
      {buttons.map(({ kind, text }, index) => {
        const Icon = buttonIcons[kind]
        return (
          <span key={index} className={choice}>
            <Icon size={16} strokeWidth={2} aria-hidden className="shrink-0 rtl:-scale-x-100" />
            <bdi className="min-w-0 truncate">{text}</bdi>
          </span>
        )
      })}
      {items.length > 0 ? (
        <details>
          <summary
            tabIndex={current ? 0 : -1}
            className={`${choice} cursor-pointer pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden`}
          >
            <List size={16} strokeWidth={2} aria-hidden className="shrink-0" />
            <bdi className="min-w-0 truncate">{listButton ?? t('seeList')}</bdi>
            <span className="sr-only">{t('seeList')}</span>
          </summary>
          <ul role="list" className="mt-1 grid gap-1.5 rounded-bubble bg-bubble-out px-3 py-2 text-small">
            {items.map(({ id, title, description }) => (
              <li key={id} dir="auto" className="[overflow-wrap:anywhere]">
                <span className="block font-medium">{title}</span>
                {description ? <span className="block text-ink-2">{description}</span> : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}

const choice =
  'flex min-h-9 items-center justify-center gap-1.5 rounded-bubble bg-bubble-out px-3 text-ui font-medium text-ink-2'
