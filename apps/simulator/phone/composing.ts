import type { FileKind } from './api.js'
import { byId } from './draw.js'
import { openForm, type Form } from './form.js'
import type { IconName } from './icons.js'
import {
  adForm,
  buttonForm,
  callForm,
  contactForm,
  flowForm,
  joinForm,
  listForm,
  placeForm,
  unknownForm,
} from './kinds.js'
import { openMenu, type MenuItem } from './menu.js'
import { state } from './state.js'

const plus = byId('attach', HTMLButtonElement)
const fileInput = byId('file', HTMLInputElement)
const device = byId('device', HTMLElement)
const text = byId('compose-text', HTMLTextAreaElement)

let wanted: FileKind | undefined

/**
 * What can be sent beside words: by the menu behind the plus, by paste, by drop. `sendFile` gets a file, and the kind it
 * was chosen as.
 */
export function startComposing(acts: {
  sendFile: (file: File, kind?: FileKind) => void
  redraw: () => void
}): void {
  plus.addEventListener('click', () => openMenu(plus, 'Attach', [...files(), ...forms()]))
  fileInput.addEventListener('change', () => {
    const [file] = fileInput.files ?? []
    const kind = wanted
    // The same one may be chosen again, and the next as what it looks like.
    fileInput.value = ''
    wanted = undefined
    if (file !== undefined) acts.sendFile(file, kind)
  })
  fileInput.addEventListener('cancel', () => (wanted = undefined))
  text.addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? []
    if (file === undefined) return
    event.preventDefault()
    acts.sendFile(file)
  })
  startDrop((file) => acts.sendFile(file))
  byId('marks', HTMLDivElement).addEventListener('click', ({ target }) => {
    const mark =
      target instanceof Element ? target.closest<HTMLElement>('[data-mark]')?.dataset['mark'] : undefined
    if (mark === 'reply') state.reply = null
    if (mark === 'forwarded') state.forwarded = null
    if (mark === undefined) return
    text.focus()
    acts.redraw()
  })
}

function files(): MenuItem[] {
  const pick = (icon: IconName, says: string, accept: string, kind?: FileKind): MenuItem => ({
    icon,
    says,
    testId: `send-${kind ?? 'photo'}`,
    run: () => {
      wanted = kind
      fileInput.accept = accept
      fileInput.click()
    },
  })
  return [
    pick('image', 'Photo or video', 'image/*,video/*'),
    pick('file-text', 'Document', '', 'document'),
    pick('headphones', 'Audio', 'audio/*', 'audio'),
    pick('sticker', 'Sticker', 'image/webp', 'sticker'),
  ]
}

function forms() {
  const ask = (icon: IconName, says: string, kind: string, form: () => Form): MenuItem => ({
    icon,
    says,
    testId: `send-${kind}`,
    run: () => openForm(form()),
  })
  return [
    ask('contact-round', 'Contact', 'contacts', contactForm),
    ask('map-pin', 'Location', 'location', placeForm),
    { heading: 'More' },
    ask('mouse-pointer-click', 'Button', 'button', buttonForm),
    ask('list', 'List choice', 'list', listForm),
    ask('clipboard-list', 'Form response', 'flow', flowForm),
    ask('phone-call', 'Call permission', 'call_permission', callForm),
    ask('megaphone', 'From an ad', 'referral', adForm),
    ask('key-round', 'Join the sandbox', 'sandbox_join', joinForm),
    ask('circle-question-mark', 'Unknown type', 'unknown', unknownForm),
  ]
}

function startDrop(send: (file: File) => void): void {
  const carriesFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false
  // A file dropped beside the phone would else replace the page.
  for (const event of ['dragover', 'drop'] as const)
    document.addEventListener(event, (drag) => carriesFile(drag) && drag.preventDefault())
  device.addEventListener('dragover', (drag) => device.classList.toggle('dropping', carriesFile(drag)))
  device.addEventListener('dragleave', () => device.classList.remove('dropping'))
  device.addEventListener('drop', ({ dataTransfer }) => {
    device.classList.remove('dropping')
    const [file] = dataTransfer?.files ?? []
    if (file !== undefined && !plus.disabled) send(file)
  })
}
