/** One thing a person can do, as far as it is known before any screen is there. Its words are in the room `actions`. */
interface Action {
  group: 'move' | 'write' | 'app'
  /** As tinykeys writes them; a letter is also found by its place on keyboards that have no Latin letters. */
  keys: readonly string[]
  /** As they stand on the keyboard. */
  shown: readonly string[]
  /** Bare characters, which can be turned off (WCAG 2.1.4). */
  single?: boolean
  /** Works while one writes, too. */
  whileWriting?: boolean
}

/** Everything that has a key. The sheet, the tooltips and aria-keyshortcuts are made of it. */
export const actions = {
  next: { group: 'move', keys: ['j', 'ArrowDown'], shown: ['J', '↓'], single: true },
  previous: { group: 'move', keys: ['k', 'ArrowUp'], shown: ['K', '↑'], single: true },
  nextWriting: { group: 'move', keys: ['Alt+ArrowDown'], shown: ['Alt ↓'], whileWriting: true },
  previousWriting: { group: 'move', keys: ['Alt+ArrowUp'], shown: ['Alt ↑'], whileWriting: true },
  open: { group: 'move', keys: ['Enter', 'o'], shown: ['Enter', 'O'], single: true },
  contact: { group: 'move', keys: ['i'], shown: ['I'], single: true },
  close: { group: 'move', keys: ['Escape'], shown: ['Esc'] },
  write: { group: 'write', keys: ['r'], shown: ['R'], single: true },
  // These two are the text field's own; they stand here to be found.
  send: { group: 'write', keys: [], shown: ['Enter'] },
  newLine: { group: 'write', keys: [], shown: ['Shift Enter'] },
  goInbox: { group: 'app', keys: ['g i'], shown: ['G', 'I'], single: true },
  goSettings: { group: 'app', keys: ['g s'], shown: ['G', 'S'], single: true },
  shortcuts: { group: 'app', keys: ['[Shift]+?', '[Shift]+؟'], shown: ['?'], single: true },
} as const satisfies Record<string, Action>

export type ActionId = keyof typeof actions

/** The definition of an action, with all that may be said of one. */
export function actionOf(id: ActionId): Action {
  return actions[id]
}

export const actionIds = Object.keys(actions) as ActionId[]

/** Does the action, if it applies just now; returns whether it did. */
export type Handler = (event?: KeyboardEvent) => boolean

const handlers = new Map<ActionId, Handler>()

/** Says what an action does from now on; returns how to take that back. */
export function handle(id: ActionId, handler: Handler): () => void {
  handlers.set(id, handler)
  return () => {
    if (handlers.get(id) === handler) handlers.delete(id)
  }
}

/** Does an action, from a menu or by its key; returns whether it applied. */
export function act(id: ActionId, event?: KeyboardEvent): boolean {
  return handlers.get(id)?.(event) ?? false
}
