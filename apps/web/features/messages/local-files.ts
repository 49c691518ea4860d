import { create } from 'zustand'

/** How many files of this browser's are shown from memory; those shown first make room, and are then had from the server. */
const most = 60

/** Files that this page has itself, by the id that stands in their message, so that nobody waits for their own. */
export const useLocalFiles = create<Record<string, string>>(() => ({}))

/** Has a file shown from memory, under any id that it goes by. */
export function showLocally(id: string, file: Blob): void {
  const known = useLocalFiles.getState()
  if (known[id]) return
  const entries = Object.entries(known)
  for (const [, url] of entries.slice(0, Math.max(0, entries.length - most + 1))) URL.revokeObjectURL(url)
  const left = entries.slice(Math.max(0, entries.length - most + 1))
  useLocalFiles.setState(Object.fromEntries([...left, [id, URL.createObjectURL(file)]]), true)
}

/** Where a file is in memory, if it is. */
export const localUrl = (id: string): string | undefined => useLocalFiles.getState()[id]
