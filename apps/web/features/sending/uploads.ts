import { ApiError } from '../../client/api-error'
import { uploadFile } from '../../client/upload'
import { showLocally } from '../messages/local-files'
import type { FileToSend } from './carried'
import { noteBrought, readBrought, readFile } from './kept-files'
import { oneTabBrings } from './one-bringer'
import { noteUpload } from './upload-state'

/** So many files are on the line at once; more would only each be slower. */
const atOnce = 2

/** This browser has the bytes no more, so that somebody has to choose the file again. */
class FileGoneError extends Error {
  override readonly name = 'FileGoneError'
}

interface Job {
  promise: Promise<string>
  stop: () => void
}
const jobs = new Map<string, Job>()
/** What this page brought there, so that a message which was held meanwhile brings it no second time. */
const brought = new Map<string, string>()
const queue: (() => void)[] = []
let running = 0

/**
 * Brings a file to the server; whoever asks for the same file meanwhile gets the same answer.
 * @returns the server's id of it
 * @throws a FileGoneError where its bytes are lost
 * @throws {ApiError} where the server or the line said no
 */
export function upload(file: FileToSend): Promise<string> {
  const there = file.mediumId ?? brought.get(file.id)
  if (there) return Promise.resolve(there)
  const known = jobs.get(file.id)
  if (known) return known.promise
  const end = new AbortController()
  noteUpload(file.id, { state: 'waiting', part: 0 })
  const promise = oneTabBrings(file.id, end.signal, () => run(file, end.signal))
    .then((id) => {
      noteUpload(file.id, null)
      brought.set(file.id, id)
      return id
    })
    .catch((error: unknown) => {
      const isOver = end.signal.aborted
      noteUpload(
        file.id,
        isOver ? null : { state: 'failed', part: 0, error: error instanceof ApiError ? error : undefined },
      )
      throw error
    })
    .finally(() => jobs.delete(file.id))
  jobs.set(file.id, { promise, stop: () => end.abort() })
  return promise
}

/** Ends the upload of a file that nobody wants any more. */
export function stopUpload(id: string): void {
  jobs.get(id)?.stop()
  noteUpload(id, null)
}

/** Forgets that a file was brought to the server, which has it no more. */
export async function forgetUpload(id: string): Promise<void> {
  brought.delete(id)
  await noteBrought(id, undefined)
}

async function run(file: FileToSend, signal: AbortSignal): Promise<string> {
  await turn()
  try {
    signal.throwIfAborted()
    const there = await readBrought(file.id)
    if (there) return there
    const blob = await readFile(file.id)
    if (!blob) throw new FileGoneError()
    const medium = await uploadFile(blob, {
      name: file.name,
      isVoice: file.kind === 'voice',
      signal,
      onProgress: (part) => noteUpload(file.id, { state: 'uploading', part }),
    })
    // What comes back from the server is the same file, and is there already.
    showLocally(medium.id, blob)
    await noteBrought(file.id, medium.id)
    return medium.id
  } finally {
    running -= 1
    queue.shift()?.()
  }
}

async function turn(): Promise<void> {
  if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve))
  running += 1
}
