import type { TemplateButton, TemplateFace } from '../content.js'
import type { Template } from '../model.js'
import { shownType } from '../templates.js'

const placeholder = /\{\{\s*(\w+)\s*\}\}/g

/**
 * What a form's ContentVariables say.
 * @returns undefined for what Twilio refuses (21656): no JSON object of strings, or a string that is empty
 */
export function readVariables(text: string): Record<string, string> | undefined {
  if (text === '') return {}
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    // What is no JSON is refused like what is JSON of another shape.
    return undefined
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined
  const pairs = Object.entries(given)
  return pairs.every(([, value]) => typeof value === 'string' && value !== '')
    ? (given as Record<string, string>)
    : undefined
}

/** The placeholders that neither a send nor the template's own samples fill. */
function missingVariables(template: Template, given: Record<string, string>): string[] {
  const shown = JSON.stringify(template.types[shownType(template)] ?? {})
  const names = [...shown.matchAll(placeholder)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => !(name in given) && !(name in template.variables))
}

/**
 * Why a template does not go out, as one of Twilio's codes (https://www.twilio.com/docs/api/errors: 63016, 63027, 63028,
 * 63040 to 63042); undefined when it does.
 * @param template undefined when it was deleted since it was accepted
 * @param windowOpen whether the customer wrote within 24 hours, so that anything may be said
 */
export function refusalOfTemplate(
  template: Template | undefined,
  variables: string,
  windowOpen: boolean,
): number | undefined {
  if (template === undefined) return 63027
  const status = template.approval?.status
  const refusals: Partial<Record<NonNullable<typeof status>, number>> = {
    rejected: 63040,
    paused: 63041,
    disabled: 63042,
  }
  if (status !== undefined && status in refusals) return refusals[status]
  if (!windowOpen && status !== 'approved') return 63016
  return missingVariables(template, readVariables(variables) ?? {}).length > 0 ? 63028 : undefined
}

/** The words of a template and what stands around them, with every placeholder filled that there is a value for. */
export function fillTemplate(
  template: Template,
  given: Record<string, string>,
): { body: string; face: TemplateFace } {
  const values = { ...template.variables, ...given }
  const type = shownType(template)
  const shown = filled(template.types[type] ?? {}, values) as Shown
  const [mediaUrl = null] = [shown.media ?? []].flat()
  const face: TemplateFace = {
    name: template.friendlyName,
    header: shown.header_text ?? null,
    mediaUrl,
    file: null,
    footer: shown.footer ?? shown.subtitle ?? footerOfCode(type, shown),
    buttons: (shown.actions ?? []).map(buttonOf),
    listButton: type === 'twilio/list-picker' ? (shown.button ?? '') : null,
    items: type === 'twilio/list-picker' ? (shown.items ?? []).map(itemOf) : [],
  }
  return { body: shown.body ?? shown.title ?? shown.label ?? wordsOfCode(type, values), face }
}

/** The fields of the Content API's types that a phone shows (twilio-oai content_v1). */
interface Shown {
  body?: string
  title?: string
  label?: string
  subtitle?: string
  footer?: string
  header_text?: string
  media?: string | string[]
  actions?: Action[]
  button?: string
  items?: { id: string; item: string; description?: string }[]
  code_expiration_minutes?: number
}
interface Action {
  type?: string
  title?: string
  copy_code_text?: string
  id?: string
  url?: string
  phone?: string
  code?: string
}

function buttonOf({ type = 'QUICK_REPLY', ...action }: Action): TemplateButton {
  const kinds: Record<string, TemplateButton['kind']> = {
    URL: 'url',
    PHONE_NUMBER: 'phone',
    VOICE_CALL: 'phone',
    COPY_CODE: 'copy_code',
  }
  return {
    kind: kinds[type] ?? 'quick_reply',
    text: action.title ?? action.copy_code_text ?? '',
    value: action.url ?? action.phone ?? action.code ?? action.id ?? null,
  }
}

function itemOf({ id, item, description = '' }: NonNullable<Shown['items']>[number]) {
  return { id, title: item, description: description === '' ? null : description }
}

/** WhatsApp writes the words of a one-time code itself. */
function wordsOfCode(type: string, values: Record<string, string>): string {
  return type === 'whatsapp/authentication' ? `${values['1'] ?? ''} is your verification code.` : ''
}

function footerOfCode(type: string, { code_expiration_minutes: minutes }: Shown): string | null {
  const expires = type === 'whatsapp/authentication' && minutes !== undefined
  return expires ? `This code expires in ${minutes} minutes.` : null
}

function filled(value: unknown, values: Record<string, string>): unknown {
  if (typeof value === 'string')
    return value.replace(placeholder, (whole, name: string) => values[name] ?? whole)
  if (Array.isArray(value)) return value.map((each) => filled(each, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, values)]))
}
