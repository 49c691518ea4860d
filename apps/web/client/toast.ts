import type { ReactNode } from 'react'

interface Way {
  label: ReactNode
  onClick: () => void
}

/** How long it stands there, in milliseconds. */
export const toastMs = 8_000

/** Until when what can be done about something stands there, by the toast. */
const standing = new Map<string, number>()

/** Whether something stands there that can be done only now, so that nothing may cover it that can wait. */
export const isCornerTaken = () => [...standing.values()].some((untilMs) => untilMs > Date.now())

/** Fetches the library, so that what went wrong for want of a line can be said without one. */
export const readyToasts = () => import('sonner')

/**
 * Says something in passing, in the corner of the screen.
 * @param back what can be done about it, as long as it stands there
 * @param id by which it can be put away
 */
export async function toast(kind: 'success' | 'error' | 'message', says: string, back?: Way, id?: string) {
  if (back) standing.set(id ?? says, Date.now() + toastMs)
  const sonner = await readyToasts()
  sonner.toast[kind](says, { ...(back && { action: back }), ...(id && { id }) })
}

/** Puts away what is said in passing: it is not so any more. */
export async function dismissToast(id: string) {
  standing.delete(id)
  const sonner = await readyToasts()
  sonner.toast.dismiss(id)
}
