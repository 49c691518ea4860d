import type { Content, Message } from './api.js'

/** What a message says in one line: its words, or what it is when it has none. */
export function saysOf({ content }: Pick<Message, 'content'>): string {
  if (content.kind === 'call_permission') return content.granted ? 'You may call me' : 'Please don’t call me'
  if (content.body !== '') return content.body
  if (content.kind === 'location') return content.label ?? content.address ?? names.location
  return names[content.kind]
}

/** What is carried, in a word or two. */
export function nameOfKind(kind: Content['kind']): string {
  return names[kind]
}

const names: Record<Content['kind'], string> = {
  text: 'Empty message',
  image: 'Photo',
  video: 'Video',
  voice: 'Voice message',
  audio: 'Audio',
  document: 'Document',
  sticker: 'Sticker',
  contacts: 'Contact card',
  location: 'Location',
  button: 'Button reply',
  list: 'List reply',
  flow: 'Form response',
  call_permission: 'Call permission',
  sandbox_join: 'Joined',
  unknown: 'Unknown type',
  template: 'Template',
  unfetched: 'File',
}
