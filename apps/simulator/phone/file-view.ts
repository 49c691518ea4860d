import { fileUrl, type FileKind, type KeptFile, type Message } from './api.js'
import { icon, make, sizeText } from './draw.js'
import { nameOfKind } from './says.js'
import { addressHere, whenNear } from './near.js'
import { makePlayer } from './player.js'
import { readCards } from './vcard.js'

/** A file of a message as its kind is shown; what can't be shown stands there as a file to save. */
export function viewFile(message: Message, file: KeptFile, kind: FileKind): HTMLElement {
  const url = fileUrl(message, file)
  const place = make('div', `file file-${kind}`)
  const asFile = (): void => {
    place.className = 'file file-document'
    place.replaceChildren(viewDocument(url, file))
  }
  switch (kind) {
    case 'image':
    case 'sticker':
      place.append(viewPicture(url, kind, message.content.body, asFile))
      break
    case 'video':
      place.append(viewVideo(url, asFile))
      break
    case 'voice':
    case 'audio':
      place.append(makePlayer(url, kind === 'voice' ? 'the voice message' : 'the audio', asFile))
      break
    case 'contacts':
      place.append(viewDocument(url, file))
      whenNear(place, () => void showCards(place, url))
      break
    case 'document':
      place.append(viewDocument(url, file))
  }
  return place
}

function viewPicture(
  url: string,
  kind: 'image' | 'sticker',
  caption: string,
  failed: () => void,
): HTMLElement {
  const picture = make('img', 'picture')
  picture.alt = caption === '' ? nameOfKind(kind) : caption
  picture.decoding = 'async'
  picture.addEventListener('error', failed)
  whenNear(picture, () => (picture.src = url))
  return picture
}

function viewVideo(url: string, failed: () => void): HTMLElement {
  const video = make('video', 'picture')
  video.controls = true
  video.preload = 'metadata'
  video.setAttribute('aria-label', nameOfKind('video'))
  video.addEventListener('error', failed)
  whenNear(video, () => {
    addressHere(url).then((address) => (video.src = address), failed)
  })
  return video
}

function viewDocument(url: string, file: KeptFile): HTMLElement {
  const anchor = make('a', 'well')
  anchor.href = url
  anchor.download = file.name ?? ''
  const sheet = make('span', 'sheet-of', endingOf(file))
  sheet.setAttribute('aria-hidden', 'true')
  const words = make('span', 'grow')
  const name = make('b', 'cut', file.name ?? 'Unnamed file')
  name.dir = 'auto'
  words.append(name, make('span', 'meta cut', `${sizeText(file.bytes)} · ${file.contentType}`))
  anchor.append(sheet, words, icon('download', 'small'), make('span', 'sr', 'Save'))
  return anchor
}

/** What stands on the sheet: the ending of the name, else of the type. */
function endingOf({ name, contentType }: KeptFile): string {
  const ending = /\.([a-z0-9]{1,4})$/i.exec(name ?? '')?.[1] ?? contentType.split(/[/;]/)[1] ?? ''
  return ending.slice(0, 4).toUpperCase()
}

/** The people on a card, in the place of the file, which stays where nobody is found. */
async function showCards(place: HTMLElement, url: string): Promise<void> {
  const response = await fetch(url).catch(() => undefined)
  const cards = response?.ok ? readCards(await response.text()) : []
  if (cards.length === 0) return
  place.replaceChildren(
    ...cards.map(({ name, phones }) => {
      const card = make('div', 'well')
      const words = make('span', 'grow')
      const called = make('b', 'cut', name === '' ? 'No name' : name)
      called.dir = 'auto'
      words.append(called, ...phones.map((phone) => make('bdi', 'meta', phone)))
      card.append(icon('contact-round', ''), words)
      return card
    }),
  )
}

/** A file that Twilio is still to bring. */
export function viewAwaited(url: string, failed: boolean): HTMLElement {
  const well = make('div', 'well awaited')
  const words = make('span', 'grow')
  words.append(make('b', '', failed ? 'Twilio couldn’t fetch this file' : 'Twilio is fetching this file…'))
  const from = make('span', 'meta cut', url)
  from.dir = 'ltr'
  words.append(from)
  well.append(icon(failed ? 'circle-alert' : 'clock', 'small'), words)
  return well
}
