import type { Medium } from '@cloudpa/contracts/media'
import { uploadAnswerMs } from '@cloudpa/contracts/send-limits'
import { ApiError } from './api-error'
import { namesOrg, toApiError } from './request'

/** How long a line may be silent while a file is on it. */
const silentMs = 60_000

interface Options {
  /** Its name on the customer's phone. */
  name: string
  /** A recording becomes a voice note, whatever it was recorded as. */
  isVoice: boolean
  signal: AbortSignal
  /** How much of it the line has taken, from 0 to 1. */
  onProgress: (part: number) => void
}

/**
 * Uploads a file. `fetch` does not say how far it is, so this is the one request of its own.
 * @throws {ApiError} as `request` does; status 0 where no answer came
 * @throws {DOMException} AbortError, when `signal` ends it
 */
export function uploadFile(file: Blob, { name, isVoice, signal, onProgress }: Options): Promise<Medium> {
  const path = `/api/v1/media${isVoice ? '?kind=voice' : ''}`
  return new Promise((resolve, reject) => {
    const line = new XMLHttpRequest()
    const unreachable = (cause?: unknown) => reject(new ApiError('unreachable', '', 0, { cause }))
    const stop = () => line.abort()
    let silence: ReturnType<typeof setTimeout>
    const hear = (patienceMs = silentMs) => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        unreachable('silent')
        line.abort()
      }, patienceMs)
    }
    line.upload.onprogress = ({ loaded, total }) => {
      hear()
      onProgress(total > 0 ? loaded / total : 0)
    }
    // What comes now is the server's to do, which makes a voice note of a long recording.
    line.upload.onload = () => hear(uploadAnswerMs)
    line.onload = () => {
      const answer = read(line.responseText)
      if (line.status >= 200 && line.status < 300 && answer) resolve(answer as Medium)
      else reject(toApiError(line.status, answer))
    }
    line.onerror = unreachable
    line.onabort = () => reject(new DOMException('It was given up.', 'AbortError'))
    line.onloadend = () => {
      clearTimeout(silence)
      signal.removeEventListener('abort', stop)
    }
    line.open('POST', path)
    for (const [key, value] of Object.entries(namesOrg(path) ?? {})) line.setRequestHeader(key, value)
    signal.addEventListener('abort', stop)
    if (signal.aborted) return reject(new DOMException('It was given up.', 'AbortError'))
    const form = new FormData()
    form.append('file', file, name)
    hear()
    line.send(form)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    console.warn('An upload was answered in another language.', error)
    return undefined
  }
}
