import { opusToOgg } from './opus-ogg.js'

/** What browsers record; the first is what WhatsApp's customers send, the second is made into it. */
const types = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']

/** Somebody speaking into the microphone. */
export class Recording {
  private readonly parts: Blob[] = []
  private beforeMs = 0
  private sinceMs = performance.now()

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly ear: AnalyserNode,
  ) {
    recorder.addEventListener('dataavailable', ({ data }) => this.parts.push(data))
    recorder.start(250)
  }

  /**
   * Opens the microphone.
   * @throws with a sentence where there is none, or it is not allowed
   */
  static async start(): Promise<Recording> {
    // Browsers give it to pages of this machine and to https alone; the types say that it is always there.
    const devices = navigator.mediaDevices as MediaDevices | undefined
    if (devices === undefined)
      throw new Error('The browser only records over https or on this computer. Send an audio file instead.')
    const stream = await devices.getUserMedia({ audio: true }).catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : ''
      if (name === 'NotAllowedError')
        throw new Error('The microphone isn’t allowed. Allow it in the browser.')
      if (name === 'NotFoundError') throw new Error('No microphone was found. Send an audio file instead.')
      throw new Error('The microphone isn’t responding. Another program may be using it.')
    })
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type))
    const context = new AudioContext()
    const ear = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(ear)
    return new Recording(stream, new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType }), ear)
  }

  get isPaused(): boolean {
    return this.recorder.state === 'paused'
  }

  /** How long it is by now. */
  get seconds(): number {
    return (this.beforeMs + (this.isPaused ? 0 : performance.now() - this.sinceMs)) / 1000
  }

  /** How loud it is right now, from 0 to 1. */
  get level(): number {
    const samples = new Float32Array(this.ear.fftSize)
    this.ear.getFloatTimeDomainData(samples)
    return Math.min(1, 3 * Math.max(...samples.map(Math.abs)))
  }

  pause(): void {
    this.beforeMs = 1000 * this.seconds
    this.recorder.pause()
  }

  resume(): void {
    this.sinceMs = performance.now()
    this.recorder.resume()
  }

  /** Ends it without a trace. */
  cancel(): void {
    if (this.recorder.state !== 'inactive') this.recorder.stop()
    this.letGo()
  }

  /** Ends it and gives it as a file, as WhatsApp sends one where the browser records Opus. */
  async finish(): Promise<File> {
    const stopped = new Promise((resolve) => this.recorder.addEventListener('stop', resolve, { once: true }))
    this.recorder.stop()
    await stopped
    this.letGo()
    const recorded = new Blob(this.parts, { type: this.recorder.mimeType })
    if (!recorded.type.startsWith('audio/webm')) return new File([recorded], '', { type: recorded.type })
    const ogg = opusToOgg(new Uint8Array(await recorded.arrayBuffer()))
    return new File([ogg], '', { type: 'audio/ogg; codecs=opus' })
  }

  private letGo(): void {
    for (const track of this.stream.getTracks()) track.stop()
    void (this.ear.context as AudioContext).close()
  }
}
