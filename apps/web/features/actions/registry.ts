/** One thing a person can do, as far as it is known before any screen is there. Its words are in the room `actions`. */
interface Action {
  group: 'move' | 'triage' | 'write' | 'app'
  /** As tinykeys writes them; a letter is also found by its place on keyboards that have no Latin letters. */
  keys: readonly string[]
  /**
   * The same, one by one, as they stand on the keyboard; several where one is pressed after the other. None where the
   * sheet says it with the action above.
   */
  shown: readonly (string | readonly string[])[]
  /** The same where Ctrl or ⌘ with Enter sends, and Enter does not. */
  shownWithMod?: readonly string[]
  /** Works while one writes, too. */
  whileWriting?: boolean
}

const nth = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** Everything that has a key. The sheet, the tooltips and aria-keyshortcuts are made of it. */
export const actions = {
  next: { group: 'move', keys: ['j', 'ArrowDown'], shown: ['J', '↓'] },
  previous: { group: 'move', keys: ['k', 'ArrowUp'], shown: ['K', '↑'] },
  nextWriting: { group: 'move', keys: ['Alt+ArrowDown'], shown: ['Alt ↓', 'Alt ↑'], whileWriting: true },
  previousWriting: { group: 'move', keys: ['Alt+ArrowUp'], shown: [], whileWriting: true },
  open: { group: 'move', keys: ['Enter', 'o'], shown: ['Enter', 'O'] },
  contact: { group: 'move', keys: ['i'], shown: ['I'] },
  find: { group: 'move', keys: ['$mod+f'], shown: ['$mod F'], whileWriting: true },
  close: { group: 'move', keys: ['Escape'], shown: ['Esc'] },
  done: { group: 'triage', keys: ['e'], shown: ['E'] },
  snooze: { group: 'triage', keys: ['h', 'b'], shown: ['H', 'B'] },
  star: { group: 'triage', keys: ['s'], shown: ['S'] },
  label: { group: 'triage', keys: ['l'], shown: ['L'] },
  assign: { group: 'triage', keys: ['a'], shown: ['A'] },
  unread: { group: 'triage', keys: ['u'], shown: ['U'] },
  select: { group: 'triage', keys: ['x'], shown: ['X'] },
  extendNext: { group: 'triage', keys: ['Shift+j'], shown: ['Shift J'] },
  extendPrevious: { group: 'triage', keys: ['Shift+k'], shown: ['Shift K'] },
  undo: { group: 'triage', keys: ['z', '$mod+z'], shown: ['Z', '$mod Z'] },
  write: { group: 'write', keys: ['r'], shown: ['R'] },
  note: { group: 'write', keys: ['n'], shown: ['N'] },
  template: { group: 'write', keys: ['t'], shown: ['T'] },
  newConversation: { group: 'write', keys: ['c'], shown: ['C'] },
  // What has no keys here is the text field's own, and stands here to be found.
  send: { group: 'write', keys: [], shown: ['Enter'], shownWithMod: ['$mod Enter'] },
  newLine: { group: 'write', keys: [], shown: ['Shift Enter'], shownWithMod: ['Enter'] },
  sendDone: { group: 'write', keys: [], shown: ['$mod Enter'], shownWithMod: ['$mod Shift Enter'] },
  goInbox: { group: 'app', keys: ['g i'], shown: [['G', 'I']] },
  goDone: { group: 'app', keys: ['g d'], shown: [['G', 'D']] },
  goSnoozed: { group: 'app', keys: ['g s'], shown: [['G', 'S']] },
  goContacts: { group: 'app', keys: ['g c'], shown: [['G', 'C']] },
  goSettings: { group: 'app', keys: ['g t'], shown: [['G', 'T']] },
  goView: { group: 'app', keys: nth.map((n) => `g [Shift]+${n}`), shown: [['G', '1…9']] },
  views: { group: 'app', keys: ['v'], shown: ['V'] },
  search: { group: 'app', keys: ['/'], shown: ['/'] },
  palette: { group: 'app', keys: ['$mod+k'], shown: ['$mod K'], whileWriting: true },
  shortcuts: { group: 'app', keys: ['[Shift]+?', '[Shift]+؟'], shown: ['?'] },
} as const satisfies Record<string, Action>

export type ActionId = keyof typeof actions

/** The definition of an action, with all that may be said of one. */
export function actionOf(id: ActionId): Action {
  return actions[id]
}

/** Whether a key is made of bare characters, which can be turned off (WCAG 2.1.4). */
const isBare = (key: string) =>
  key.split(' ').every((press) => press.replace(/^(\[Shift\]|Shift)\+/, '').length === 1)

/** The key beside which a letter is a command: ⌘ on Apple's keyboards, Ctrl on all others. */
export const isApple = typeof navigator === 'object' && /Mac|iPod|iPhone|iPad/.test(navigator.platform)
export const modKey = isApple ? '⌘' : 'Ctrl'
const withMod = (shown: string) => shown.replace('$mod', modKey)

/** As aria-keyshortcuts names it. */
export const ariaKey = (key: string) => key.replace('$mod', isApple ? 'Meta' : 'Control')

/** The keys of an action, those of the text field's own too, and whether they work. */
export function keysOf(id: ActionId, singleKeys: boolean, enterSends = true) {
  const { keys, shown: asGiven, shownWithMod } = actionOf(id)
  const shown = enterSends ? asGiven : (shownWithMod ?? asGiven)
  return shown.map((shown, at) => {
    const key = keys[at]
    return { key, shown: [shown].flat().map(withMod), works: singleKeys || !key || !isBare(key) }
  })
}

export const actionIds = Object.keys(actions) as ActionId[]

/** Does the action, if it applies just now; returns whether it did. */
export type Handler = (event?: KeyboardEvent) => boolean

/** Somewhere to go that the screens alone know of: it has a name of its own, and no key. */
export interface Place {
  key: string
  name: string
  go: () => void
}

let offered: readonly Place[] = []

/** Says where one can go besides; the list of commands shows it. */
export const offerPlaces = (places: readonly Place[]) => (offered = places)
/** What was offered last. */
export const placesOffered = () => offered

const handlers = new Map<ActionId, Handler>()

/** Says what an action does from now on; returns how to take that back. */
export function handle(id: ActionId, handler: Handler): () => void {
  handlers.set(id, handler)
  return () => {
    if (handlers.get(id) === handler) handlers.delete(id)
  }
}

/** Whether an action means something on the screen that is shown. */
export const isHandled = (id: ActionId) => handlers.has(id)

/** Does an action, from a menu or by its key; returns whether it applied. */
export function doAction(id: ActionId, event?: KeyboardEvent): boolean {
  return handlers.get(id)?.(event) ?? false
}
