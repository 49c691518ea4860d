import { stat } from 'node:fs/promises'
import type { Medium } from '@cloudpa/contracts/media'
import { longestNoteMinutes } from '@cloudpa/contracts/send-limits'
import { Injectable, Logger } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Slots } from '../platform/slots.js'
import { findFfmpeg, ProbeTooSlow } from './find-ffmpeg.js'
import { maxMediaBytes } from './limits.js'
import { FfmpegFailed, runFfmpeg } from './run-ffmpeg.js'
import { sampleRate, SoundShape } from './sound-shape.js'

/** One of an org, and one of another. */
export const maxSoundsAtOnce = 2
/** Where there is none it is looked for again after this, in milliseconds. */
const absentMs = 60_000
/** A copy of the longest note there is in a format that packs it less, in bytes. */
const maxCopyBytes = 2 * maxMediaBytes

/** What may be read: formats that hold sound by themselves. A playlist would have other files read. */
const formats = 'ogg,mov,mp4,m4a,3gp,matroska,webm,amr,mp3,aac,wav,flac'
const codecs =
  'opus,libopus,vorbis,libvorbis,aac,aac_fixed,aac_latm,mp3,mp3float,amrnb,amrwb,amr_nb,amr_wb,libopencore_amrnb,' +
  'libopencore_amrwb,flac,alac,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,pcm_f32le,pcm_alaw,pcm_mulaw'

/** Why sound can't be had in another form. */
export type TranscodeTrouble =
  /** There is no ffmpeg. */
  | 'absent'
  /** Whether there is one could not be found out now: this machine has too much to do. */
  | 'busy'
  /** What was given is no sound, or in part only. */
  | 'unreadable'
  | 'too_slow'
  | 'too_large'
  | 'too_long'

export class TranscodeError extends Error {
  constructor(
    readonly trouble: TranscodeTrouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** What was heard. */
export type Measured = Required<Pick<Medium, 'durationMs' | 'peaks'>>

/** A copy that was written, and what was heard meanwhile. */
export interface Written extends Measured {
  bytes: number
}

const pcm = ['-f', 's16le', '-ac', '1', '-ar', String(sampleRate), 'pipe:1']
/** What is taken from the file, for each of the outputs again. */
const mapped = ['-map', '0:a:0', '-threads', '1']

/** Who asks, and what ends it early. */
export interface Asking {
  orgId: string
  signal?: AbortSignal | undefined
  /** Of more sound it ends with too_long. */
  longestMs?: number
}

/** Reads sound, and writes it in other formats. All of it is done by ffmpeg, within limits of time, memory and size. */
@Injectable()
export class Transcoder {
  private readonly log = new Logger('media')
  private readonly slots = Slots.betweenOrgs(maxSoundsAtOnce, Infinity)
  private found: Promise<string | undefined> | undefined
  private isAbsenceTold = false

  constructor(@InjectEnv() private readonly env: Env) {}

  /** Whether there is an ffmpeg, as far as can be told now. The first time, its absence is told to the operator. */
  async isThere(): Promise<boolean> {
    try {
      return (await this.find()) !== undefined
    } catch (error) {
      if (error instanceof TranscodeError) return false
      throw error
    }
  }

  /**
   * Listens to a file.
   * @throws {TranscodeError}
   */
  measure(path: string, asking: Asking): Promise<Measured> {
    return this.listen(path, [], asking)
  }

  /** @param copy what else is made of it on the way: it is read once */
  private async listen(
    path: string,
    copy: string[],
    { orgId, signal, longestMs = Infinity }: Asking,
  ): Promise<Measured> {
    const shape = new SoundShape()
    const ending = new AbortController()
    const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
    await this.run(path, [...copy, ...mapped, ...pcm], { orgId, signal: either }, (chunk) => {
      shape.add(chunk)
      // What was heard is counted: what a file says of its length, or of each moment in it, need not be true.
      if (shape.durationMs > longestMs) ending.abort(new TranscodeError('too_long', 'more than is taken'))
    })
    if (shape.durationMs === 0) throw new TranscodeError('unreadable', 'there is no sound in it')
    const { durationMs, peaks } = shape
    return { durationMs, peaks }
  }

  /**
   * Listens to a file, and writes a copy that every browser plays, as AAC in an M4A.
   * @throws {TranscodeError} where something of it is left, it is the caller's to remove
   */
  toM4a(path: string, to: string, asking: Asking): Promise<Written> {
    const aac = [
      '-c:a',
      'aac',
      '-b:a',
      '32k',
      '-ac',
      '1',
      '-ar',
      '24000',
      '-movflags',
      '+faststart',
      '-f',
      'ipod',
    ]
    return this.write(path, aac, to, maxCopyBytes, asking)
  }

  /**
   * Listens to whatever a browser recorded, and writes a voice note as WhatsApp takes it, Opus in an Ogg. Longer ones are
   * refused, not cut: nobody would notice what is missing before the customer does.
   * @throws {TranscodeError} as `toM4a` does
   */
  toVoiceNote(path: string, to: string, asking: Asking): Promise<Written> {
    const opus = [
      '-c:a',
      'libopus',
      '-b:a',
      '24k',
      '-ac',
      '1',
      '-ar',
      '48000',
      '-application',
      'voip',
      '-f',
      'ogg',
    ]
    return this.write(path, opus, to, maxMediaBytes, { longestMs: longestNoteMinutes * 60_000, ...asking })
  }

  private async write(
    path: string,
    as: string[],
    to: string,
    maxBytes: number,
    asking: Asking,
  ): Promise<Written> {
    const copy = [...mapped, '-map_metadata', '-1', ...as, '-fs', String(maxBytes), '-y', `file:${to}`]
    const heard = await this.listen(path, copy, asking)
    const { size } = await stat(to)
    // Where the limit was reached it ended as if all were well.
    if (size >= maxBytes) throw new TranscodeError('too_large', `more than ${maxBytes} bytes`)
    return { ...heard, bytes: size }
  }

  private async run(
    path: string,
    output: string[],
    { orgId, signal }: Asking,
    onOutput?: (chunk: Buffer) => void,
  ): Promise<void> {
    const ffmpeg = await this.find()
    if (ffmpeg === undefined) throw new TranscodeError('absent', 'there is no ffmpeg')
    const read = [
      '-protocol_whitelist',
      'file,pipe',
      '-format_whitelist',
      formats,
      '-codec_whitelist',
      codecs,
    ]
    const args = ['-threads', '1', ...read, '-i', `file:${path}`, ...output]
    // How long others take is no fault of this file: its time begins when its turn does.
    const work = () =>
      withinLimit(this.env.MEDIA_SOUND_MS, signal, (limit) => runFfmpeg(ffmpeg, args, limit, onOutput))
    try {
      await unlessAborted(signal, this.slots.run(work, orgId))
    } catch (error) {
      if (error instanceof FfmpegFailed)
        throw new TranscodeError('unreadable', error.message, { cause: error })
      throw error
    }
  }

  /** @throws {TranscodeError} busy, where one may be there that did not say in time what it can */
  private find(): Promise<string | undefined> {
    this.found ??= this.look()
    return this.found
  }

  /** What was found stays; what was not may come, so it is looked for again. */
  private async look(): Promise<string | undefined> {
    const forget = () => (this.found = undefined)
    try {
      const ffmpeg = await findFfmpeg(this.env)
      if (ffmpeg !== undefined) return ffmpeg
      if (!this.isAbsenceTold) this.log.warn(absence(this.env))
      this.isAbsenceTold = true
      setTimeout(forget, absentMs).unref()
      return undefined
    } catch (error) {
      forget()
      if (!(error instanceof ProbeTooSlow)) throw error
      throw new TranscodeError('busy', error.message, { cause: error })
    }
  }
}

/** A timer of our own: one signal made of several lets go of a time-out that nothing else holds. */
async function withinLimit(
  limitMs: number,
  signal: AbortSignal | undefined,
  work: (limit: AbortSignal) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted()
  const ending = new AbortController()
  const abort = () => ending.abort(signal?.reason)
  const timer = setTimeout(() => ending.abort(new TranscodeError('too_slow', 'it took too long')), limitMs)
  signal?.addEventListener('abort', abort)
  try {
    await work(ending.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** Whoever waits in a line need not wait for their turn to hear that it is over. */
async function unlessAborted(signal: AbortSignal | undefined, work: Promise<void>): Promise<void> {
  if (!signal) return work
  let abort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
  })
  try {
    await Promise.race([work, aborted])
  } finally {
    if (abort) signal.removeEventListener('abort', abort)
  }
}

function absence({ FFMPEG }: Env): string {
  const which =
    FFMPEG === undefined ? 'there is no ffmpeg here' : `FFMPEG names no ffmpeg that works: ${FFMPEG}`
  return `${which}. Voice notes have no waveform, play in fewer browsers, and can't be recorded: install ffmpeg or set FFMPEG`
}
