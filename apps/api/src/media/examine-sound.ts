import type { Decided } from './decide-kind.js'
import type { Heard } from './media-rows.js'
import { TranscodeError, type Asking, type Transcoder } from './transcoder.js'

/** What every browser of today plays by itself. */
const played = new Set(['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/x-m4a', 'audio/wav'])

export const isSound = ({ kind }: Pick<Decided, 'kind'>): boolean => kind === 'voice' || kind === 'audio'

/**
 * Listens to sound, and copies what not every browser plays. Sound that nothing can be made of is kept as it is: a browser
 * may know more.
 * @param to where the copy goes
 * @throws {TranscodeError} busy, when it is to be tried again later
 */
export async function examineSound(
  transcoder: Transcoder,
  path: string,
  { contentType }: Pick<Decided, 'contentType'>,
  to: string,
  asking: Asking,
): Promise<Heard> {
  const copied = played.has(contentType) ? undefined : await attempt(transcoder.toM4a(path, to, asking))
  if (copied) {
    const { bytes, ...shown } = copied
    return { shown, m4aBytes: bytes }
  }
  // Of what is too long for a copy the waveform may be had all the same.
  const shown = (await attempt(transcoder.measure(path, asking))) ?? { durationMs: null, peaks: null }
  return { shown, m4aBytes: null }
}

async function attempt<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    // What has nothing to do with this file may be otherwise in a while.
    if (error instanceof TranscodeError && error.trouble !== 'busy') return undefined
    throw error
  }
}
