import type { TemplateContent } from '@cloudpa/contracts/content'
import type { Template } from '@cloudpa/contracts/templates'

/** Where something is filled in, as WhatsApp writes it. */
const blank = /\{\{\s*(\w{1,16})\s*\}\}/g
/** Stands in a preview where nothing is filled in yet. */
const gap = '…'

export type Values = Readonly<Record<string, string>>

/** Why WhatsApp does not take a value: https://developers.facebook.com/docs/whatsapp/message-templates/guidelines */
export type ValueFault = 'empty' | 'breaks'

/** What is wrong with a value; null where it can be sent. */
export function faultOf(value: string | undefined): ValueFault | null {
  if (!value?.trim()) return 'empty'
  return /[\n\r\t\v\f\u0085\u2028\u2029]| {5}/u.test(value) ? 'breaks' : null
}

/** The names of what is filled into a text, each once, in the order in which they first stand in it. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(blank)].map(([, name = '']) => name))]
}

/** A template with its values in it, as the customer reads it; what has no value yet is a gap. */
export function fillTemplate(template: Template, values: Values): TemplateContent {
  const { id, sid, name, language, body, header, mediaUrl, footer, buttons, listButton, items } = template
  const fill = (text: string) => text.replace(blank, (_, name: string) => values[name]?.trim() || gap)
  const fillAny = (text: string | null) => text && fill(text)
  return {
    kind: 'template',
    v: 1,
    body: fill(body),
    templateId: id,
    name,
    language,
    sid,
    values: Object.fromEntries(template.variables.map(({ name }) => [name, values[name]?.trim() ?? ''])),
    header: fillAny(header),
    mediaUrl: fillAny(mediaUrl),
    footer: fillAny(footer),
    buttons: buttons.map(({ kind, text, value }) => ({ kind, text: fill(text), value: fillAny(value) })),
    listButton: fillAny(listButton),
    items: items.map((item) => ({
      id: fill(item.id),
      title: fill(item.title),
      description: fillAny(item.description),
    })),
  }
}

/** A word or two that begin large, or are of a script that has no large letters. */
const likeName = /^[\p{Lu}\p{Lo}][\p{L}\p{M}’'-]+(?: [\p{Lu}\p{Lo}][\p{L}\p{M}’'-]*)?$/u
/** As far into a text as a greeting goes. */
const greetingLength = 20

/**
 * What can be filled in before anybody does: the customer's first name, where the text begins by calling them by it.
 * @param firstName empty where nobody gave them one
 */
export function valuesAhead({ body, variables }: Template, firstName: string): Values {
  const [first] = variables
  if (!first || !firstName || !likeName.test(first.sample)) return {}
  const at = body.search(blank)
  const isGreeting = at >= 0 && at <= greetingLength && namesIn(body)[0] === first.name
  return isGreeting ? { [first.name]: firstName } : {}
}

/** Why a template can't be sent; `window`: a list goes out while the customer's 24 hours run, approved or not. */
export type Hindrance = 'review' | 'rejected' | 'paused' | 'disabled' | 'unsubmitted' | 'window' | 'kind'

/**
 * @param isOpen whether the customer wrote within 24 hours: then one that was never submitted goes out too
 * @returns null where it can be sent
 */
export function hindranceOf({ kind, state }: Template, isOpen: boolean): Hindrance | null {
  if (kind === 'other') return 'kind'
  if (kind === 'list_picker' && !isOpen) return 'window'
  if (state === 'approved' || (isOpen && state === 'unsubmitted' && kind !== 'authentication')) return null
  return state === 'received' || state === 'pending' ? 'review' : state
}

/** A template's name as a person says it: Order ready. */
export function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim() || name
  return words.charAt(0).toUpperCase() + words.slice(1)
}
