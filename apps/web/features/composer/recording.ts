import { longestNoteMinutes, maxFileBytes, recordedTypes } from '@cloudpa/contracts/send-limits'

/** A voice note as it was recorded. */
export interface Recorded {
  blob: Blob
  durationMs: number
  peaks: number[]
}

/** Why nothing can be recorded. */
export type Refusal = 'denied' | 'none' | 'unsupported' | 'failed'

/** Why it does not go on: it is as large or as long as a voice note can be, or the microphone is gone. */
export type Over = 'full' | 'lost'

/** What the browser or somebody said when asked for the microphone. */
export class RecordingError extends Error {
  constructor(
    readonly refusal: Refusal,
    options?: ErrorOptions,
  ) {
    super(`Recording: ${refusal}`, options)
  }
}

interface Hears {
  /** Every tenth of a second: how loud it was in each so far (0 to 100), and how long it is. */
  onLevel: (levels: number[], elapsedMs: number) => void
  /** There is no more to come; what was recorded is there. */
  onOver: (why: Over) => void
}

const levelMs = 100
/** A little less than the server takes: what the recorder counts and what is heard differ. */
const longestMs = longestNoteMinutes * 60_000 - 5_000
/** Of a message's waveform. */
const peakCount = 64
/** Speech needs no more, and an hour of it is below what WhatsApp takes. */
const bitsPerSecond = 32_000
/** Room for what the recorder has not handed over yet, in bytes. */
const spareBytes = 512 * 1024

/** One recording from the microphone, paused and gone on with as often as one likes. */
export class Recording {
  private readonly chunks: Blob[] = []
  private readonly levels: number[] = []
  private readonly timer: ReturnType<typeof setInterval>
  private elapsedMs = 0
  private bytes = 0
  private isFull = false

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly meter: Meter,
    private readonly hears: Hears,
  ) {
    recorder.ondataavailable = ({ data }) => this.take(data)
    // A headset is unplugged, or a call takes the microphone.
    recorder.onstop = () => hears.onOver('lost')
    recorder.start(1_000)
    let lastMs = performance.now()
    this.timer = setInterval(() => {
      const nowMs = performance.now()
      if (recorder.state === 'recording') {
        this.elapsedMs += nowMs - lastMs
        this.levels.push(meter.level())
        hears.onLevel([...this.levels], this.elapsedMs)
      }
      lastMs = nowMs
    }, levelMs)
  }

  /** @throws {RecordingError} with the reason why there is nothing to record from */
  static async begin(signal: AbortSignal, hears: Hears): Promise<Recording> {
    // A page that did not come over https has neither.
    if (!('mediaDevices' in navigator) || typeof MediaRecorder === 'undefined') {
      throw new RecordingError('unsupported')
    }
    const stream = await ask()
    if (signal.aborted) {
      stop(stream)
      signal.throwIfAborted()
    }
    const type = recordedTypes.find((one) => MediaRecorder.isTypeSupported(one))
    const options = { audioBitsPerSecond: bitsPerSecond, ...(type && { mimeType: type }) }
    return new Recording(stream, new MediaRecorder(stream, options), new Meter(stream), hears)
  }

  pause(): void {
    if (this.recorder.state === 'recording') this.recorder.pause()
  }

  /** Whether it goes on; what is as large as WhatsApp takes does not. */
  resume(): boolean {
    if (this.isFull || this.recorder.state !== 'paused') return false
    this.recorder.resume()
    return true
  }

  /** What was recorded until now, to be listened to. */
  async soFar(): Promise<Blob> {
    if (this.recorder.state !== 'inactive') {
      await new Promise<void>((resolve) => {
        this.recorder.addEventListener('dataavailable', () => resolve(), { once: true })
        this.recorder.requestData()
      })
    }
    return this.blob()
  }

  /** Ends it, and lets the microphone go. */
  async finish(): Promise<Recorded> {
    if (this.recorder.state !== 'inactive') {
      await new Promise<void>((resolve) => {
        this.recorder.onstop = () => resolve()
        this.recorder.stop()
      })
    }
    this.stop()
    return { blob: this.blob(), durationMs: Math.round(this.elapsedMs), peaks: peaksOf(this.levels) }
  }

  /** Lets the microphone go. */
  stop(): void {
    clearInterval(this.timer)
    this.recorder.onstop = null
    if (this.recorder.state !== 'inactive') this.recorder.stop()
    this.meter.close()
    stop(this.stream)
  }

  private take(data: Blob) {
    this.chunks.push(data)
    this.bytes += data.size
    const hasRoom = this.bytes < maxFileBytes - spareBytes && this.elapsedMs < longestMs
    if (this.isFull || hasRoom) return
    this.isFull = true
    this.pause()
    this.hears.onOver('full')
  }

  private blob() {
    return new Blob(this.chunks, { type: this.recorder.mimeType })
  }
}

async function ask(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true })
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    const refusal = name === 'NotAllowedError' ? 'denied' : name === 'NotFoundError' ? 'none' : 'failed'
    throw new RecordingError(refusal, { cause: error })
  }
}

function stop(stream: MediaStream) {
  for (const track of stream.getTracks()) track.stop()
}

/** How loud it is right now. */
class Meter {
  private readonly context = new AudioContext()
  private readonly analyser = this.context.createAnalyser()
  private readonly samples: Uint8Array<ArrayBuffer>

  constructor(stream: MediaStream) {
    this.analyser.fftSize = 1_024
    this.samples = new Uint8Array(this.analyser.fftSize)
    this.context.createMediaStreamSource(stream).connect(this.analyser)
    // Where somebody was asked first, the press that it began with is long ago.
    void this.context.resume()
  }

  /** From 0 to 100; speech is in the middle of it. */
  level(): number {
    this.analyser.getByteTimeDomainData(this.samples)
    const sum = this.samples.reduce((all, sample) => all + ((sample - 128) / 128) ** 2, 0)
    return Math.min(100, Math.round(Math.sqrt(sum / this.samples.length) * 300))
  }

  close() {
    this.context.close().catch((error: unknown) => console.debug('It was closed already.', error))
  }
}

/** As many steps as a message shows, each as loud as the loudest in it. */
export function peaksOf(levels: readonly number[]): number[] {
  const count = Math.min(peakCount, levels.length)
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count)
    const to = Math.floor(((at + 1) * levels.length) / count)
    return Math.max(...levels.slice(from, Math.max(to, from + 1)))
  })
}
