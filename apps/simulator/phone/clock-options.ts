import { call } from './api.js'
import { byId, write } from './draw.js'
import { customer, nowMs, state, windowEndOf } from './state.js'

const clock = byId('clock', HTMLElement)
const clockNote = byId('clock-note', HTMLElement)
const skips = byId('skips', HTMLDivElement)
const closeWindow = byId('close-window', HTMLButtonElement)

/** Draws what time WhatsApp has. */
export function drawClock(): void {
  const { now, offsetMs } = state.snapshot ?? { now: new Date().toISOString(), offsetMs: 0 }
  const format = new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
  write(clock, format.format(new Date(now)))
  write(clockNote, offsetMs === 0 ? 'The real time' : `${aheadText(offsetMs)} ahead of the real time`)
  const person = customer()
  closeWindow.disabled = person === undefined || (windowEndOf(person) ?? 0) <= nowMs()
}

/** Makes the buttons move it. `run` shows what a refused call says. */
export function startClock(run: (work: () => Promise<unknown>) => void): void {
  skips.addEventListener('click', ({ target }) => {
    const skip = target instanceof HTMLElement ? target.dataset['skip'] : undefined
    if (skip !== undefined) run(() => call('POST', '/clock', { advanceMs: Number(skip) }))
  })
  closeWindow.addEventListener('click', () => {
    const person = customer()
    const end = person === undefined ? undefined : windowEndOf(person)
    if (end !== undefined) run(() => call('POST', '/clock', { advanceMs: Math.max(0, end - nowMs()) }))
  })
}

function aheadText(offsetMs: number): string {
  const hours = Math.round(offsetMs / 3_600_000)
  const [amount, unit] = hours < 48 ? [hours, 'hour'] : [Math.round(hours / 24), 'day']
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}
