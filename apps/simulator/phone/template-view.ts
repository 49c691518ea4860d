import type { FileKind, Message, TemplateFace } from './api.js'
import { icon, make, wordButton } from './draw.js'
import { viewAwaited, viewFile } from './file-view.js'
import type { IconName } from './icons.js'

/** What stands above a template's words: its title, or its file. */
export function viewTemplateHead(message: Message, { header, file, mediaUrl }: TemplateFace): HTMLElement[] {
  const parts: HTMLElement[] = []
  if (file !== null) parts.push(viewFile(message, file, kindOf(file.contentType)))
  else if (mediaUrl !== null) parts.push(viewAwaited(mediaUrl, message.errorCode !== null))
  if (header !== null) {
    const title = make('p', 'template-title', header)
    title.dir = 'auto'
    parts.push(title)
  }
  return parts
}

/** What stands below them: a small line, and what can be pressed. */
export function viewTemplateFoot({ footer, buttons, listButton }: TemplateFace): HTMLElement[] {
  const parts: HTMLElement[] = []
  if (footer !== null) {
    const line = make('p', 'meta', footer)
    line.dir = 'auto'
    parts.push(line)
  }
  const row = make('div', 'template-buttons')
  row.append(...buttons.map(viewButton))
  if (listButton !== null) {
    const list = pressable('list', listButton, 'list')
    list.setAttribute('aria-haspopup', 'menu')
    list.dataset['testid'] = 'template-list'
    row.append(list)
  }
  return row.children.length === 0 ? parts : [...parts, row]
}

/** An answer sends itself and a code is copied; an address opens beside the phone, and no number is called. */
function viewButton({ kind, text, value }: TemplateFace['buttons'][number], index: number): HTMLElement {
  if (kind === 'phone')
    return labelled(make('span', 'template-button'), 'phone-call', `${text} ${value ?? ''}`)
  if (kind === 'url' && value !== null && /^https?:/.test(value) && URL.canParse(value)) {
    const link = labelled(make('a', 'template-button'), 'forward', text)
    link.href = value
    link.title = value
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
    return link
  }
  const button = pressable(kind === 'copy_code' ? 'copy' : 'reply', text, String(index))
  button.disabled = kind === 'url'
  button.dataset['testid'] = 'template-answer'
  return button
}

function pressable(name: IconName, says: string, press: string): HTMLButtonElement {
  const button = labelled(wordButton('', 'template-button'), name, says)
  button.dataset['press'] = press
  return button
}

function labelled<Element extends HTMLElement>(element: Element, name: IconName, says: string): Element {
  const words = make('span', '', says)
  words.dir = 'auto'
  element.append(icon(name), words)
  return element
}

function kindOf(contentType: string): FileKind {
  const family = contentType.split('/')[0]
  return family === 'image' || family === 'video' ? family : 'document'
}
