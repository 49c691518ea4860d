import { ApiError } from '../../client/api-error'
import { fileOf, type Carried } from './carried'
import { outcomeOf } from './outcome-of'
import type { Unsent } from './unsent'

/**
 * Brings a message's file to the server, which must have it before it is asked to send it.
 * @param isAnew whether the server had it and let go of it
 * @returns what the message carries then, or why it does not go out
 */
export async function bringFile(
  carried: Carried | undefined,
  isAnew = false,
): Promise<{ carried: Carried | undefined } | Pick<Unsent, 'state' | 'reason' | 'error'>> {
  const file = fileOf(carried)
  if (!file || file.mediumId) return { carried }
  try {
    const { forgetUpload, upload } = await import('./uploads')
    if (isAnew) await forgetUpload(file.id)
    return { carried: { file: { ...file, mediumId: await upload(file) } } }
  } catch (error) {
    if (error instanceof Error && error.name === 'FileGoneError')
      return { state: 'refused', reason: 'fileGone' }
    const isAnswered = error instanceof ApiError && error.status !== 0
    if (isAnswered) return outcomeOf(error)
    // Nobody was asked to send anything yet, so there is nothing to doubt.
    return { state: 'unanswered', reason: navigator.onLine ? 'notUploaded' : 'offline' }
  }
}

/** Whether a send was refused since the server let go of the file: what nobody sends it keeps for a day. */
export function isGoneThere(error: unknown, carried: Carried | undefined): boolean {
  const file = fileOf(carried)
  return error instanceof ApiError && error.params?.reason === 'file_gone' && file?.mediumId !== undefined
}

/** The same without the server's id of its file. */
export function asNeverBrought(carried: Carried | undefined): Carried | undefined {
  const file = fileOf(carried)
  return file ? { file: { ...file, mediumId: undefined } } : carried
}

/**
 * Lets go of the bytes of a file.
 * @param isSent whether the server has them; else nobody wants them any more
 */
export async function dropFile(carried: Carried | undefined, isSent = false): Promise<void> {
  const file = fileOf(carried)
  if (!file) return
  try {
    const [{ forgetFile }, { stopUpload }] = await Promise.all([import('./kept-files'), import('./uploads')])
    if (!isSent) stopUpload(file.id)
    forgetFile(file.id)
  } catch (error) {
    console.warn('The bytes of a file stay until this browser is idle.', error)
  }
}
