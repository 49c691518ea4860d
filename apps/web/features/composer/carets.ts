const key = 'cloudpa:carets'

/** Where the caret stands in each draft, by its conversation. Of this tab alone: others write elsewhere. */
const carets = new Map<string, number>(kept())

/** @param at null: at the end of whatever is there by then */
export function keepCaret(conversationId: string, at: number | null): void {
  if (at === null) carets.delete(conversationId)
  else carets.set(conversationId, at)
}

/** Where to go on writing in a text. */
export function caretIn(conversationId: string, text: string): number {
  return Math.min(carets.get(conversationId) ?? text.length, text.length)
}

// Restored after a reload. It stores positions and no text, so it needs no owner.
if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', () => {
    withStorage((storage) => storage.setItem(key, JSON.stringify([...carets])))
  })
}

function kept(): [string, number][] {
  let entries: [string, number][] = []
  if (typeof window !== 'undefined') {
    withStorage((storage) => {
      entries = JSON.parse(storage.getItem(key) ?? '[]') as [string, number][]
    })
  }
  return entries
}

function withStorage(use: (storage: Storage) => void): void {
  try {
    use(sessionStorage)
  } catch (error) {
    console.warn('Where the caret stood is not kept.', error)
  }
}
