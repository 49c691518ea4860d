import type { TellPresence } from '@cloudpa/contracts/presence'
import { useEffect } from 'react'
import { tellInPassing } from '../../client/request'
import { beMember, useWhoIsHere } from './who-is-here'

/** Whoever only walks by is not told of. */
const dwellMs = 500
/** Well within the time after which the server takes a screen that is silent for gone. */
const againMs = 10_000
/** How often it is said that somebody still types. */
const typingAgainMs = 4_000

const screen = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36)).join('')

/** Whether there is nobody who could hear it: then nothing is said at all. */
let isAlone = true
/** Whether the customer is shown that somebody types. */
let isShown = false
let place: string | null = null
/** The conversation that the server has this screen at. */
let told: string | null = null
let typedAtMs = -Infinity
let toldTypingAtMs = -Infinity
let timer: ReturnType<typeof setTimeout> | undefined

function tell(id: string, state: TellPresence['state']): void {
  told = state === 'left' ? null : id
  toldTypingAtMs = state === 'typing' ? performance.now() : -Infinity
  tellInPassing(`/api/v1/messaging/conversations/${id}/presence`, { screen, state } satisfies TellPresence)
}

/** Says that this screen is where it is, and goes on saying so while it is in sight. */
function attend(): void {
  clearTimeout(timer)
  if (isAlone || place === null || document.visibilityState === 'hidden') return
  tell(place, performance.now() - typedAtMs < typingAgainMs ? 'typing' : 'looking')
  timer = setTimeout(attend, againMs)
}

function leave(): void {
  clearTimeout(timer)
  if (told !== null) tell(told, 'left')
}

function attendSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(attend, dwellMs)
}

/** Whose screen this is, and whether their org has nobody else; returns how to end that. */
export function teamUp(memberId: string | null, alone: boolean): () => void {
  beMember(memberId)
  isAlone = alone
  const lookOut = () => (document.visibilityState === 'hidden' ? leave() : attendSoon())
  document.addEventListener('visibilitychange', lookOut)
  window.addEventListener('pagehide', leave)
  // Somebody joined since it was asked: they are heard before anything else of them is known.
  const stop = useWhoIsHere.subscribe(({ here }) => {
    if (!isAlone || Object.keys(here).length === 0) return
    isAlone = false
    attendSoon()
  })
  attendSoon()
  return () => {
    stop()
    document.removeEventListener('visibilitychange', lookOut)
    window.removeEventListener('pagehide', leave)
    leave()
    isAlone = true
  }
}

/** Has the others see who looks at a conversation, as long as it is in sight; returns how to end that. */
export function enter(id: string): () => void {
  place = id
  typedAtMs = -Infinity
  attendSoon()
  return () => {
    place = null
    // From one to the next there is nothing to say: where one is says where one is not.
    setTimeout(() => (place === null ? leave() : undefined))
  }
}

/**
 * The same for a conversation as long as it is drawn.
 * @param shown whether its number shows customers that somebody types, which they are told even by somebody alone
 */
export function useAttendance(id: string, shown: boolean): void {
  useEffect(() => enter(id), [id])
  useEffect(() => showTyping(shown), [shown])
}

/** Notes whether the customer who is open is shown that somebody types; returns how to end that. */
export function showTyping(shown: boolean): () => void {
  isShown = shown
  return () => {
    isShown = false
  }
}

/** Something was typed into an answer, or all of it is gone again: sent, or deleted. */
export function noteTyping(id: string, text: string): void {
  if (place !== id || (isAlone && !isShown)) return
  const nowMs = performance.now()
  typedAtMs = text ? nowMs : -Infinity
  const isSaid = nowMs - toldTypingAtMs < typingAgainMs
  if (isAlone) return text && !isSaid ? tell(id, 'typing') : undefined
  if (text ? !isSaid : toldTypingAtMs > -Infinity) attend()
}
