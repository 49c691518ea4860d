import { announce } from './announce.js'
import { byId, icon, iconButton, lengthText, make, write } from './draw.js'
import { Recording } from './recording.js'
import { customer, target, targetKey } from './state.js'

const opener = byId('record', HTMLButtonElement)
const writing = byId('writing', HTMLDivElement)
const bar = byId('recording', HTMLDivElement)
/** A press this long is one that holds: what was said goes when it ends. */
const holdMs = 600
const levels = 40

let recording: Recording | undefined
let opening = false
let pressedAt: number | undefined

/**
 * Makes the microphone's button work: a press begins, and the bar sends, pauses or throws away; a held button sends
 * when it is let go. `send` gets what was said, `run` shows what can't be done.
 */
export function startRecording(
  run: (work: () => Promise<unknown>) => void,
  send: (file: File) => Promise<unknown>,
): void {
  const finish = (): void => {
    const current = recording
    if (current === undefined) return
    recording = undefined
    close()
    run(async () => send(await current.finish()))
  }
  const begin = (): void => {
    if (recording !== undefined || opening) return
    opening = true
    const spokenTo = chatKey()
    run(async () => {
      try {
        recording = await Recording.start()
      } finally {
        opening = false
      }
      // Who was chosen meanwhile says nothing.
      if (chatKey() !== spokenTo) return cancel()
      drawBar(finish)
      announce('Recording')
    })
  }
  // A finger that holds begins before it is let go.
  opener.addEventListener('pointerdown', ({ button }) => {
    if (button !== 0 || opener.disabled) return
    pressedAt = performance.now()
    begin()
  })
  // The click of a key; a pointer's comes after all that was done with it.
  opener.addEventListener('click', ({ detail }) => detail === 0 && begin())
  addEventListener('pointerup', () => {
    const held = pressedAt !== undefined && performance.now() - pressedAt >= holdMs
    pressedAt = undefined
    if (held && recording !== undefined) finish()
  })
  // What the browser asks takes the finger away: the bar stays, and nothing goes by itself.
  addEventListener('pointercancel', () => (pressedAt = undefined))
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && recording !== undefined) cancel()
  })
}

/** Throws away what is being said: another chat is open now. */
export function dropRecording(): void {
  if (recording !== undefined) cancel()
}

function chatKey(): string {
  const number = target()
  return `${customer()?.id ?? ''} ${number === undefined ? '' : targetKey(number)}`
}

function cancel(): void {
  recording?.cancel()
  recording = undefined
  close()
  announce('Discarded')
}

function close(): void {
  const hadFocus = bar.contains(document.activeElement)
  bar.hidden = true
  bar.replaceChildren()
  writing.hidden = false
  if (hadFocus) opener.focus()
}

function drawBar(finish: () => void): void {
  const throwAway = iconButton('trash', 'Discard')
  throwAway.dataset['testid'] = 'record-cancel'
  const pause = iconButton('pause', 'Pause')
  pause.dataset['testid'] = 'record-pause'
  const send = iconButton('reply', 'Send voice message', 'send')
  send.dataset['testid'] = 'record-send'
  send.replaceChildren(byId('send', HTMLButtonElement).querySelector('svg')!.cloneNode(true))
  const time = make('span', 'length', lengthText(0))
  const wave = make('span', 'wave')
  wave.setAttribute('aria-hidden', 'true')
  wave.append(...Array.from({ length: levels }, () => make('i')))
  throwAway.addEventListener('click', cancel)
  send.addEventListener('click', finish)
  pause.addEventListener('click', () => {
    if (recording?.isPaused) recording.resume()
    else recording?.pause()
    const says = recording?.isPaused ? 'Resume' : 'Pause'
    pause.title = says
    pause.setAttribute('aria-label', says)
    pause.replaceChildren(icon(recording?.isPaused ? 'mic' : 'pause', ''))
  })
  bar.replaceChildren(throwAway, make('span', 'lamp'), time, wave, pause, send)
  writing.hidden = true
  bar.hidden = false
  send.focus()
  drawLevels(time, wave)
}

/** The last seconds as they sounded, the newest at the end. */
function drawLevels(time: HTMLElement, wave: HTMLElement): void {
  const current = recording
  const tick = setInterval(() => {
    if (recording !== current || current === undefined) return clearInterval(tick)
    write(time, lengthText(current.seconds))
    bar.classList.toggle('paused', current.isPaused)
    if (current.isPaused) return
    const bare = wave.firstElementChild
    if (!(bare instanceof HTMLElement)) return
    bare.style.setProperty('--level', current.level.toFixed(2))
    wave.append(bare)
  }, 100)
}
