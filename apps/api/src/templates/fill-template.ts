import type { TemplateContent } from '@cloudpa/contracts/content'
import type { Template, TemplateFace, TemplateValues } from '@cloudpa/contracts/templates'
import { AppError } from '../platform/app-error.js'

const variable = /\{\{\s*(\w{1,16})\s*\}\}/g
/** What Twilio refuses in a value (https://www.twilio.com/docs/content/using-variables-with-content-api). */
const unsendable = /[\n\r\t\v\f\u0085\u2028\u2029]| {5}/

/** As JSON with its values, in characters: many times what WhatsApp takes, and little enough to be shown. */
const longestFilled = 16_384

/** The names of a template's variables, in the order in which they first stand in what is shown. */
export function variablesIn(body: string, face: TemplateFace): string[] {
  const { header, mediaUrl, footer, buttons, listButton, items } = face
  const shown = [
    header,
    mediaUrl,
    body,
    footer,
    ...buttons.flatMap(({ text, value }) => [text, value]),
    listButton,
    ...items.flatMap(({ id, title, description }) => [title, description, id]),
  ]
  const names = shown.flatMap((text) => Array.from((text ?? '').matchAll(variable), ([, name = '']) => name))
  return [...new Set(names)]
}

/**
 * A template as the customer sees it.
 * @throws {AppError} template_value_missing or template_value_unsendable for the first variable that can't be filled, and
 * template_too_long where what they make together is
 */
export function fillTemplate(template: Template, given: TemplateValues): TemplateContent {
  const values: Record<string, string> = Object.create(null) as Record<string, string>
  for (const { name } of template.variables) values[name] = sendable(name, given)
  // In one pass: a value that looks like a variable is none.
  const fill = (text: string) => text.replaceAll(variable, (whole, name: string) => values[name] ?? whole)
  const fillAny = (text: string | null) => text && fill(text)
  const { id, name, language, sid } = template
  const filled: TemplateContent = {
    kind: 'template',
    v: 1,
    templateId: id,
    name,
    language,
    sid,
    values,
    body: fill(template.body),
    header: fillAny(template.header),
    mediaUrl: fillAny(template.mediaUrl),
    footer: fillAny(template.footer),
    buttons: template.buttons.map(({ kind, text, value }) => ({
      kind,
      text: fill(text),
      value: fillAny(value),
    })),
    listButton: fillAny(template.listButton),
    items: template.items.map(({ id, title, description }) => ({
      id: fill(id),
      title: fill(title),
      description: fillAny(description),
    })),
  }
  // A variable may stand in a text hundreds of times.
  if (JSON.stringify(filled).length > longestFilled) throw new AppError('template_too_long')
  return filled
}

function sendable(name: string, given: TemplateValues): string {
  const value = Object.hasOwn(given, name) ? (given[name] ?? '') : ''
  if (value.trim() === '') throw new AppError('template_value_missing', { name })
  if (unsendable.test(value)) throw new AppError('template_value_unsendable', { name })
  return value
}

/**
 * Refuses words that WhatsApp would reject as a template: every variable has its sample, and words around it.
 * @throws {AppError} template_variable_place, template_value_missing or template_value_unsendable
 */
export function refuseUnapprovable(body: string, samples: TemplateValues): void {
  const found = Array.from(body.trim().matchAll(variable), (match) => ({
    name: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }))
  for (const [at, { name, from, to }] of found.entries()) {
    const before = found[at - 1]?.to ?? 0
    const hasWords = body.trim().slice(before, from).trim() !== '' && to < body.trim().length
    if (!hasWords) throw new AppError('template_variable_place', { name })
    sendable(name, samples)
  }
}
