import { create } from 'zustand'
import type { FileToSend } from './carried'
import { keepEntry, listenForEntries, readEntries, useKeeping } from './kept-entries'
import { stamp } from './old-drafts'

/** Why a file can't be sent, decided before it is uploaded. */
export type FileFault = 'tooLarge' | 'pictureTooLarge' | 'notTaken' | 'heic' | 'unreadable' | 'empty'

/** A file that was chosen and is not sent yet. */
export interface TrayFile extends FileToSend {
  /** Why it can't be; nothing of it is uploaded then. */
  fault?: FileFault
  /** It is looked at, or made smaller; its bytes are not there yet. */
  isComing?: boolean
}

interface Trays {
  /** `org:person`. Null until it is known who is here. */
  owner: string | null
  /** What stands over the text, by its conversation, in the order in which it leaves. */
  files: Record<string, TrayFile[]>
  load: (owner: string) => void
  /** Changes what the tabs of this person have put there by now. */
  change: (conversationId: string, change: (files: TrayFile[]) => TrayFile[]) => void
  /**
   * Takes files out, to be sent.
   * @returns false, and takes none, where another tab took one before
   */
  take: (conversationId: string, files: readonly TrayFile[]) => boolean
}

const none: TrayFile[] = []

/** Files chosen and not sent, per conversation: a draft like any other. Their bytes are in kept-files.ts. */
export const useTray = create<Trays>((set, get) => ({
  owner: null,
  files: {},
  load: (owner) => {
    const { owner: before, files } = get()
    const mine = before === null || before === owner ? files : {}
    set({ owner, files: { ...readTrays(owner), ...mine } })
    for (const [id, here] of Object.entries(mine)) {
      // Nothing of what was put there before it was known who is here is kept yet.
      get().change(id, (kept) => (before === null ? [...without(kept, here), ...here] : kept))
    }
  },
  change: (conversationId, change) => {
    const { owner, files } = get()
    const before = asKept(owner, conversationId, files[conversationId] ?? none)
    const after = change(before)
    set({ files: withTray(files, conversationId, after) })
    if (owner !== null) keepTray(owner, conversationId, after, without(before, after))
  },
  take: (conversationId, files) => {
    const { change } = get()
    change(conversationId, (all) => all)
    if (without(files, trayOf(conversationId)).length > 0) return false
    change(conversationId, (all) => without(all, files))
    return true
  },
}))

/** What stands in a conversation's tray. */
export const trayOf = (conversationId: string): TrayFile[] => useTray.getState().files[conversationId] ?? none

/** Keeps the tabs of an owner on one tray; returns how to stop. */
export function shareTrays(owner: string): () => void {
  return listenForEntries('tray', owner, (entry) =>
    useTray.setState(({ files }) => {
      const [id = ''] = entry.split(':')
      return { files: withTray(files, id, asKept(owner, id, files[id] ?? none)) }
    }),
  )
}

const without = (files: readonly TrayFile[], others: readonly TrayFile[]) =>
  files.filter(({ id }) => !others.some((other) => other.id === id))

function withTray(files: Trays['files'], id: string, tray: TrayFile[]): Trays['files'] {
  const { [id]: _, ...others } = files
  return tray.length > 0 ? { ...others, [id]: tray } : others
}

/** What is not there yet, or can't be sent, does not outlive the page. */
const lasts = ({ fault, isComing }: TrayFile) => !fault && !isComing

/** What this page has, as other tabs have changed it meanwhile: storage knows before its events tell. */
function asKept(owner: string | null, conversationId: string, mine: TrayFile[]): TrayFile[] {
  const kept = owner === null ? none : (readTrays(owner)[conversationId] ?? none)
  // Memory counts where storage can't.
  if (owner === null || useKeeping.getState().refused) return mine
  const here = mine.flatMap((file) => (lasts(file) ? kept.filter(({ id }) => id === file.id) : file))
  return [...here, ...without(kept, mine)]
}

/** Each file is an entry of its own, so that two tabs which put one there at one moment keep both. */
function keepTray(owner: string, conversationId: string, files: TrayFile[], gone: TrayFile[]): void {
  const kept = readEntries('tray', owner)
  const nowMs = Date.now()
  for (const [place, file] of files.filter(lasts).entries()) {
    const entry = `${conversationId}:${file.id}`
    const text = JSON.stringify({ ...file, place })
    if (kept[entry]?.replace(stamp, '') !== text) keepEntry('tray', owner, entry, `${nowMs}:${text}`)
  }
  for (const { id } of gone) keepEntry('tray', owner, `${conversationId}:${id}`, null)
}

type Placed = TrayFile & { place: number }

function readTrays(owner: string): Trays['files'] {
  const placed = Object.entries(readEntries('tray', owner)).flatMap(([entry, text]) => {
    const file = parse(text.replace(stamp, ''))
    return file ? [{ file, conversationId: entry.split(':')[0] ?? '' }] : []
  })
  const trays: Trays['files'] = {}
  for (const { conversationId, file } of placed.toSorted((a, b) => a.file.place - b.file.place)) {
    const { place: _, ...rest } = file
    trays[conversationId] = [...(trays[conversationId] ?? none), rest]
  }
  return trays
}

function parse(text: string): Placed | null {
  try {
    const file = JSON.parse(text) as Placed | null
    return file?.id && file.kind ? file : null
  } catch (error) {
    console.warn('A file that was chosen could not be read back.', error)
    return null
  }
}
