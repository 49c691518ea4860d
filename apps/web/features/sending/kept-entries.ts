import { create } from 'zustand'

/** What this browser keeps for a person: texts begun, files chosen, messages not answered for, and what was read meanwhile. */
export type Kind = 'draft' | 'note' | 'tray' | 'unsent' | 'unsent-note' | 'read'

/** Whether this browser refused to keep something: a private window, a full disk, storage switched off. */
export const useKeeping = create<{ refused: boolean }>(() => ({ refused: false }))

const kinds: Kind[] = ['draft', 'note', 'tray', 'unsent', 'unsent-note', 'read']

/**
 * Where an entry is kept.
 * @param owner `org:person`, since a browser may be shared and one person may work in several orgs
 */
export function entryKey(kind: Kind, owner: string, id: string): string {
  return `cloudpa:${kind}:${owner}:${id}`
}

/** The id that a storage key is kept under, if it is this owner's. */
function entryId(kind: Kind, owner: string, key: string): string | null {
  const start = entryKey(kind, owner, '')
  return key.startsWith(start) ? key.slice(start.length) : null
}

/**
 * Keeps an entry, or forgets it where the text is null or empty.
 * @returns whether the browser did; what it refuses lives as long as the page
 */
export function keepEntry(kind: Kind, owner: string, id: string, text: string | null): boolean {
  return tryStorage((storage) => {
    const key = entryKey(kind, owner, id)
    if (text) storage.setItem(key, text)
    else storage.removeItem(key)
  })
}

/** An owner's entries by id. */
export function readEntries(kind: Kind, owner: string): Record<string, string> {
  const entries: Record<string, string> = {}
  tryStorage((storage) => {
    for (const key of keysOf(storage)) {
      const id = entryId(kind, owner, key)
      const text = id === null ? null : storage.getItem(key)
      if (id !== null && text) entries[id] = text
    }
  })
  return entries
}

/** Hears what other tabs keep and forget of an owner's; returns how to stop. */
export function listenForEntries(
  kind: Kind,
  owner: string,
  onChange: (id: string, text: string | null) => void,
): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    const id = key === null ? null : entryId(kind, owner, key)
    if (id !== null) onChange(id, newValue)
  }
  window.addEventListener('storage', onStorage)
  return () => window.removeEventListener('storage', onStorage)
}

/**
 * Forgets what was kept for other people than this owner. Their other orgs stay: it is one person who switches.
 * @param owner null forgets everybody's
 */
export function forgetOthers(owner: string | null): void {
  const person = owner === null ? null : personOf(owner)
  forgetWhere((keptFor) => keptFor !== person)
}

/** Forgets what was kept for this owner, in their other orgs too. */
export function forgetPerson(owner: string): void {
  forgetWhere((keptFor) => keptFor === personOf(owner))
}

function forgetWhere(isToGo: (person: string) => boolean) {
  tryStorage((storage) => {
    for (const key of keysOf(storage)) {
      const kept = kinds.some((kind) => key.startsWith(`cloudpa:${kind}:`))
      const [, , org, keptFor] = key.split(':')
      if (kept && isToGo(personOf(`${org}:${keptFor}`))) storage.removeItem(key)
    }
  })
}

/** How many entries of a kind this browser keeps, in all orgs. */
export function countEntries(kind: Kind): number {
  let count = 0
  tryStorage((storage) => {
    count = keysOf(storage).filter((key) => key.startsWith(`cloudpa:${kind}:`)).length
  })
  return count
}

/** Whether something that is not sent yet has this file, of whomever and in whichever org. */
export function namesFile(id: string): boolean {
  let isNamed = false
  const isKept = tryStorage((storage) => {
    const keys = keysOf(storage).filter((key) => /^cloudpa:(tray|unsent):/.test(key))
    isNamed = keys.some((key) => storage.getItem(key)?.includes(`"id":"${id}"`))
  })
  // What can't be looked through may have it.
  return isNamed || !isKept
}

function personOf(owner: string) {
  return owner.slice(owner.indexOf(':') + 1)
}

function keysOf(storage: Storage) {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
}

/**
 * Uses what this browser keeps; even reading the name throws where storage is switched off.
 * @returns whether that could be done
 */
export function tryStorage(use: (storage: Storage) => void): boolean {
  try {
    use(localStorage)
    return true
  } catch (error) {
    if (!useKeeping.getState().refused) {
      console.warn('This browser does not keep what was written here.', error)
      useKeeping.setState({ refused: true })
    }
    return false
  }
}
