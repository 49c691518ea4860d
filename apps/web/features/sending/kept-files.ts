/** Files that are not sent yet, in this browser's IndexedDB: a reload and a lost line leave them there. */
interface KeptFile {
  id: string
  /** `org:person`, as with all that is kept for somebody. */
  owner: string
  blob: Blob
  /** In milliseconds since 1970. */
  atMs: number
  /** The server's id of it, once a tab brought it there. */
  mediumId?: string | undefined
}

const [database, store] = ['cloudpa-files', 'files']

/** As much as is kept for all messages together, in bytes; beyond it a file lives as long as its page. */
const mostBytes = 256 * 1024 * 1024

/** Another tab may be about to say what it chose a file for. */
const graceMs = 3_600_000

/** The bytes of this page, which nobody has to read back, and which are all there is where the browser keeps none. */
const inMemory = new Map<string, Blob>()

/**
 * Keeps a file.
 * @param owner `org:person`; null while that is not known, when the page alone has it
 * @returns whether a reload leaves it there
 */
export async function keepFile(owner: string | null, id: string, blob: Blob): Promise<boolean> {
  inMemory.set(id, blob)
  if (owner === null) return false
  try {
    const kept = await all()
    const bytes = kept.reduce((sum, file) => sum + file.blob.size, 0)
    if (bytes + blob.size > mostBytes) return false
    await work('readwrite', (files) => files.put({ id, owner, blob, atMs: Date.now() } satisfies KeptFile))
    return true
  } catch (error) {
    console.warn('This browser does not keep a file.', error)
    return false
  }
}

/** A file's bytes; null where this browser has them no more, or never had. */
export async function readFile(id: string): Promise<Blob | null> {
  const here = inMemory.get(id)
  // One on the disk may have been moved or changed since it was chosen; its copy in this browser was not.
  if (here && (await isReadable(here))) return here
  const kept = (await find(id))?.blob
  if (kept) inMemory.set(id, kept)
  return kept ?? null
}

async function isReadable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer()
    return true
  } catch (error) {
    console.warn('A file is not where it was chosen.', error)
    return false
  }
}

async function find(id: string): Promise<KeptFile | undefined> {
  try {
    return await work<KeptFile | undefined>('readonly', (files) => files.get(id))
  } catch (error) {
    console.warn('A file could not be read back.', error)
    return undefined
  }
}

/** The server's id of a file, where a tab of this browser brought it there. */
export async function readBrought(id: string): Promise<string | undefined> {
  return (await find(id))?.mediumId
}

/** Notes the server's id of a file for all tabs; undefined where the server has it no more. */
export async function noteBrought(id: string, mediumId: string | undefined): Promise<void> {
  const kept = await find(id)
  if (kept) await quietly(work('readwrite', (files) => files.put({ ...kept, mediumId } satisfies KeptFile)))
}

/** Forgets a file that the server has, or nobody wants any more. */
export function forgetFile(id: string): void {
  inMemory.delete(id)
  void quietly(work('readwrite', (files) => files.delete(id)))
}

/**
 * Forgets the files of everybody but one person, and those that nothing speaks of any more, in whichever org.
 * @param owner null while nobody is signed in: files that are spoken of stay, whoever's they are
 * @param isWanted whether something that is not sent yet has this file
 */
export async function forgetFilesOfOthers(
  owner: string | null,
  isWanted: (id: string) => boolean,
): Promise<void> {
  await quietly(
    all().then((kept) => {
      const personOf = (one: string) => one.slice(one.indexOf(':') + 1)
      for (const file of kept) {
        const isOthers = owner !== null && personOf(file.owner) !== personOf(owner)
        const isOld = Date.now() - file.atMs > graceMs
        if (isOthers || (isOld && !isWanted(file.id))) forgetFile(file.id)
      }
    }),
  )
}

/** Whether this browser keeps any; asking a database that is not there would make it. */
export async function keepsFiles(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === database)
  } catch (error) {
    console.warn('It is not known whether this browser keeps files.', error)
    return false
  }
}

async function quietly(done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => console.warn('What this browser kept of files stays.', error))
}

const all = () => work<KeptFile[]>('readonly', (files) => files.getAll())

async function work<T = unknown>(
  mode: IDBTransactionMode,
  use: (files: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const opened = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = opened.transaction(store, mode)
      const request = use(transaction.objectStore(store))
      // What is written is kept once its transaction ends, and not before.
      transaction.oncomplete = () => resolve(request.result as T)
      transaction.onabort = () => reject(transaction.error ?? new Error('It was given up.'))
      transaction.onerror = () => reject(transaction.error ?? new Error('It failed.'))
    })
  } finally {
    opened.close()
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('It cannot be opened.'))
  })
}
