import type { Template, TemplateButton, TemplateFace } from '@cloudpa/contracts/templates'
import { z } from 'zod'
import { text } from './read-text.js'

/** What a template of a known type says, and how it looks. */
export type Shown = Pick<Template, 'kind' | 'body'> & TemplateFace

const words = text.nullish().transform((value) => value || null)
const body = words.transform((value) => value ?? '')
const media = z
  .array(text)
  .nullish()
  .transform((urls) => urls?.[0] ?? null)

const Button = z
  .object({ type: z.string().optional(), title: text, url: words, phone: words, code: words, id: words })
  .transform(({ type = 'QUICK_REPLY', title, url, phone, code, id }, context): TemplateButton => {
    if (type === 'QUICK_REPLY') return { kind: 'quick_reply', text: title, value: id }
    if (type === 'URL') return { kind: 'url', text: title, value: url }
    if (type === 'PHONE_NUMBER') return { kind: 'phone', text: title, value: phone }
    if (type === 'COPY_CODE') return { kind: 'copy_code', text: title, value: code }
    // One that calls WhatsApp, or that is not known here.
    context.addIssue({ code: 'custom', message: type })
    return z.NEVER
  })
const buttons = z.array(Button)
const anyButtons = buttons.nullish().transform((all) => all ?? [])

const Item = z
  .object({ id: text, item: text, description: words })
  .transform(({ id, item, description }) => ({ id, title: item, description }))

const CopyCode = z
  .object({ copy_code_text: text })
  .transform((action): TemplateButton => ({ kind: 'copy_code', text: action.copy_code_text, value: '{{1}}' }))

/** What WhatsApp itself says in a template that brings a code (https://www.twilio.com/docs/content/whatsappauthentication). */
const Authentication = z.object({
  add_security_recommendation: z.boolean().nullish(),
  code_expiration_minutes: z.number().nullish(),
  actions: z.array(CopyCode),
})

/** Of a template that has nothing beside its words. */
export const noFace: TemplateFace = {
  header: null,
  mediaUrl: null,
  footer: null,
  buttons: [],
  listButton: null,
  items: [],
}

const shown = (kind: Shown['kind'], said: string, face: Partial<TemplateFace> = {}): Shown => ({
  kind,
  body: said,
  ...noFace,
  ...face,
})

/** Each of Twilio's types that can be shown and sent, the richest first: it is the one that WhatsApp shows. */
const readers = {
  'whatsapp/authentication': Authentication.transform((it) =>
    shown('authentication', authenticationWords(it.add_security_recommendation), {
      footer: it.code_expiration_minutes
        ? `This code expires in ${it.code_expiration_minutes} minutes.`
        : null,
      buttons: it.actions,
    }),
  ),
  'whatsapp/card': z
    .object({ body: text, header_text: words, footer: words, media, actions: anyButtons })
    .transform((it) =>
      shown('card', it.body, {
        header: it.header_text,
        footer: it.footer,
        mediaUrl: it.media,
        buttons: it.actions,
      }),
    ),
  // WhatsApp shows its title as the words, and its subtitle under them.
  'twilio/card': z
    .object({ title: text, subtitle: words, media, actions: anyButtons })
    .transform((it) =>
      shown('card', it.title, { footer: it.subtitle, mediaUrl: it.media, buttons: it.actions }),
    ),
  'twilio/list-picker': z
    .object({ body: text, button: text, items: z.array(Item) })
    .transform((it) => shown('list_picker', it.body, { listButton: it.button, items: it.items })),
  'twilio/quick-reply': z
    .object({ body: text, actions: buttons })
    .transform((it) => shown('quick_reply', it.body, { buttons: it.actions })),
  'twilio/call-to-action': z
    .object({ body: text, actions: buttons })
    .transform((it) => shown('call_to_action', it.body, { buttons: it.actions })),
  'twilio/media': z
    .object({ body, media: z.array(text).min(1) })
    .transform((it) => shown('media', it.body, { mediaUrl: it.media[0] ?? null })),
  'twilio/text': z.object({ body: text }).transform((it) => shown('text', it.body)),
}

export const richestFirst: string[] = Object.keys(readers)

/** What a type of a Content resource looks like; undefined where it is not known here, or broken. */
export function readFace(type: string, value: unknown): Shown | undefined {
  if (!isKnown(type)) return undefined
  return readers[type].safeParse(value).data
}

const isKnown = (type: string): type is keyof typeof readers => Object.hasOwn(readers, type)

function authenticationWords(isWarning: boolean | null | undefined): string {
  return `{{1}} is your verification code.${isWarning ? ' For your security, do not share this code.' : ''}`
}
