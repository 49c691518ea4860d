import { isFiles, type Content, type Message } from './api.js'
import { icon, make } from './draw.js'
import { viewAwaited, viewFile } from './file-view.js'
import type { IconName } from './icons.js'
import { viewTemplateHead } from './template-view.js'

/** What a message carries beside its words, in the order it is shown; empty for words alone. */
export function viewContent(message: Message): HTMLElement[] {
  const { content } = message
  if (isFiles(content)) return content.files.map((file) => viewFile(message, file, content.kind))
  switch (content.kind) {
    case 'location':
      return [viewPlace(content)]
    case 'button':
      return [note('mouse-pointer-click', 'Tapped a button')]
    case 'list':
      return [note('list', 'Chose from a list')]
    case 'flow':
      return [note('clipboard-list', 'Filled in a form'), viewFields(content.answers)]
    case 'call_permission':
      return [note('phone-call', content.granted ? 'Allowed calls' : 'Declined calls')]
    case 'sandbox_join':
      return [note('key-round', 'Joined the sandbox')]
    case 'unknown':
      return [note('circle-question-mark', 'Unknown type'), viewFields(content.fields)]
    case 'template':
      return [note('layout-template', content.face.name), ...viewTemplateHead(message, content.face)]
    case 'unfetched':
      return content.urls.map((url) => viewAwaited(url, message.errorCode !== null))
    case 'text':
      return []
  }
}

/** Whether its words say something that is not drawn already. */
export function hasWords({ kind, body }: Content): boolean {
  return body !== '' && kind !== 'call_permission'
}

function note(name: IconName, says: string): HTMLElement {
  const line = make('p', 'kind-note')
  line.append(icon(name), says)
  return line
}

/** A place as our own drawing, which asks nobody for a map; pressed, the map of the phone opens. */
function viewPlace({
  latitude,
  longitude,
  label,
  address,
}: Extract<Content, { kind: 'location' }>): HTMLElement {
  const place = make('a', 'place-card')
  place.href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  place.target = '_blank'
  place.rel = 'noopener noreferrer'
  const map = make('span', 'map')
  map.append(icon('map-pin', ''))
  const words = make('span', 'grow')
  const name = make('b', 'cut', label ?? 'Location')
  name.dir = 'auto'
  words.append(name)
  if (address !== null) words.append(line(address))
  words.append(line(`${latitude.toFixed(5)}, ${longitude.toFixed(5)}`))
  place.append(map, words)
  return place
}

function line(text: string): HTMLElement {
  const element = make('span', 'meta', text)
  element.dir = 'auto'
  return element
}

function viewFields(fields: Record<string, unknown>): HTMLElement {
  const list = make('dl', 'fields')
  for (const [name, value] of Object.entries(fields)) {
    const said = make('dd', '', typeof value === 'string' ? value : JSON.stringify(value))
    said.dir = 'auto'
    list.append(make('dt', '', name), said)
  }
  return list
}
