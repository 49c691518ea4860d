import type { MessageContent } from '@cloudpa/contracts/content'

/**
 * What came with a message that this page can't draw, for whoever wants to look: the form's fields, or what a newer
 * server made of them.
 * @returns `name=value` lines without the words, which are drawn anyway; none where nothing else came
 */
export function fieldsOf(content: MessageContent): string[] {
  if (content.kind === 'unknown') return (content.fields ?? []).map(({ name, value }) => `${name}=${value}`)
  return Object.entries(content)
    .filter(([name]) => name !== 'body' && name !== 'v')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
}
