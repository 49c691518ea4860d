import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy'
import { AppError } from '../platform/app-error.js'
import { writeDraft, type Draft } from './draft-file.js'
import { maxMediaBytes } from './limits.js'
import { cleanName } from './name-file.js'

/** What a form has beside its file: marks, names and headers. */
const maxAround = 64 * 1024

/**
 * What an upload must bring on average once it had time to begin: it holds a place that others wait for. A slow phone's
 * picture is there by then; a large file must come three times as fast anyway to be there within the time of a request.
 */
const slowest = { bytesPerSecond: 16 * 1024, afterMs: 15_000 }

/** A file as it came. What is said of it nobody has to believe. */
export interface Received {
  draft: Draft
  name: string | null
  said: string | null
}

/**
 * Writes the one file of a multipart request to the disk as it comes. None of it is ever in memory as a whole, and whoever
 * sends faster than the disk writes has to wait.
 * @throws {AppError} file_needed, file_empty, file_too_large, request_too_slow or body_incomplete; what was written is then the caller's to
 *   remove
 */
export async function receiveFile(request: IncomingMessage, path: string, pace = slowest): Promise<Received> {
  // A client that hung up while waiting its turn emits no further event.
  if (request.destroyed) throw new AppError('body_incomplete')
  if (Number(request.headers['content-length']) > maxMediaBytes + maxAround) throw tooLarge()
  const form = readForm(request)
  let part: BusboyFileStream | undefined
  let received: Promise<Received> | undefined
  let timer: NodeJS.Timeout | undefined
  const ended = new Promise<void>((resolve, reject) => {
    timer = watchPace(request, pace, () => reject(new AppError('request_too_slow')))
    form.on('file', (field, file, name, _encoding, said) => {
      part = file
      if (field !== 'file') return reject(new AppError('file_needed'))
      received = write(file, path).then((draft) => ({ draft, name: cleanName(name ?? ''), said }))
      // A file that can't be written fails the request at once: the form around it may take minutes to end.
      received.catch(reject)
    })
    form.on('partsLimit', () => reject(new AppError('file_needed')))
    form.on('error', () => reject(new AppError('file_needed')))
    form.on('finish', resolve)
    request.once('close', () => request.complete || reject(new AppError('body_incomplete')))
    request.once('error', () => reject(new AppError('body_incomplete')))
  })
  try {
    request.pipe(form)
    await ended
    const file = await received
    if (!file) throw new AppError('file_needed')
    if (file.draft.bytes === 0) throw new AppError('file_empty')
    return file
  } catch (error) {
    request.unpipe(form)
    form.destroy()
    // Of a sender who hung up nothing more comes, and the file on the disk would stay open.
    part?.destroy()
    await received?.catch(() => undefined)
    // What still comes is not kept; its sender hears the answer, and the connection ends.
    request.resume()
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** Looks again and again whether a body comes as fast as it must, from now on. */
function watchPace(
  request: IncomingMessage,
  { bytesPerSecond, afterMs }: typeof slowest,
  onSlow: () => void,
): NodeJS.Timeout {
  const before = request.socket.bytesRead
  const since = performance.now()
  return setInterval(() => {
    const seconds = (performance.now() - since) / 1_000
    if (!request.complete && request.socket.bytesRead - before < seconds * bytesPerSecond) onSlow()
  }, afterMs)
}

function readForm({ headers }: IncomingMessage): InstanceType<typeof Busboy> {
  try {
    const limits = { files: 1, fields: 0, parts: 1, fileSize: maxMediaBytes, headerPairs: 20 }
    return new Busboy({ headers: headers as BusboyHeaders, limits })
  } catch (error) {
    throw new AppError('file_needed', undefined, { cause: error })
  }
}

async function write(file: BusboyFileStream, path: string): Promise<Draft> {
  file.once('limit', () => file.destroy(tooLarge()))
  return writeDraft(path, file)
}

const tooLarge = () => new AppError('file_too_large', { megabytes: maxMediaBytes / 1024 / 1024 })
