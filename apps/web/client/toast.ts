import type { ReactNode } from 'react'

interface Way {
  label: ReactNode
  onClick: () => void
}

/**
 * Says something in passing, in the corner of the screen; the library is fetched with the first one.
 * @param back what can be done about it, as long as it stands there
 * @param id by which it can be put away
 */
export async function toast(kind: 'success' | 'error' | 'message', says: string, back?: Way, id?: string) {
  const sonner = await import('sonner')
  sonner.toast[kind](says, { ...(back && { action: back }), ...(id && { id }) })
}

/** Puts away what is said in passing: it is not so any more. */
export async function dismissToast(id: string) {
  const sonner = await import('sonner')
  sonner.toast.dismiss(id)
}
