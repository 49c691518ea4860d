import type { Message } from '@cloudpa/contracts/messages'

/**
 * The fields of a message that this page can't draw, as they came, for whoever wants to look.
 * @returns `name=value` lines without the words, which are drawn anyway; none where nothing else came
 */
export function fieldsOf({ content }: Message): string[] {
  return Object.entries(content)
    .filter(([name, value]) => name !== 'body' && name !== 'v' && !(name === 'kind' && value === 'unknown'))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
}
