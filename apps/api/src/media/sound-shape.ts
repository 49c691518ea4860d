/** How many steps of a waveform are drawn. */
const maxPeaks = 64
/** How finely it is kept while its length is not known: halved whenever it is full. */
const maxCells = 1_024
/** Samples of the first cells: 20 ms, so that a second of sound has a shape. */
const firstCell = 160

/** Samples a second that `add` takes. */
export const sampleRate = 8_000

/**
 * The length and the waveform of sound of any length, of which only a thousand numbers are kept. It is given as signed
 * 16-bit samples, the lower byte first, of one channel.
 */
export class SoundShape {
  /** The sum of the squares of each cell's samples. */
  private readonly energy = new Float64Array(maxCells)
  private cells = 0
  private perCell = firstCell
  private inCell = 0
  private samples = 0
  private oddByte: number | undefined

  add(chunk: Buffer): void {
    let at = 0
    if (this.oddByte !== undefined && chunk.length > 0) {
      this.take((((chunk[0] as number) << 24) >> 16) | this.oddByte)
      at = 1
    }
    for (; at + 1 < chunk.length; at += 2) this.take(chunk.readInt16LE(at))
    if (chunk.length > 0) this.oddByte = at < chunk.length ? chunk[at] : undefined
  }

  /** In milliseconds. */
  get durationMs(): number {
    return Math.round((this.samples * 1_000) / sampleRate)
  }

  /** How loud it is in steps of equal length, at most 64: 100 is its own loudest one, 0 is silence. */
  get peaks(): number[] {
    const count = Math.min(maxPeaks, this.cells)
    const powers = Array.from({ length: count }, (_, step) => {
      const [from, to] = [step, step + 1].map((edge) => Math.floor((edge * this.cells) / count)) as [
        number,
        number,
      ]
      let sum = 0
      for (let cell = from; cell < to; cell += 1) sum += this.energy[cell] as number
      // The last cell may have begun only.
      return Math.sqrt(sum / (Math.min(to * this.perCell, this.samples) - from * this.perCell))
    })
    const loudest = Math.max(...powers)
    return powers.map((power) => (loudest > 0 ? Math.round((100 * power) / loudest) : 0))
  }

  private take(sample: number): void {
    if (this.inCell === 0) this.open()
    this.energy[this.cells - 1] = (this.energy[this.cells - 1] as number) + sample * sample
    this.inCell = (this.inCell + 1) % this.perCell
    this.samples += 1
  }

  private open(): void {
    if (this.cells === maxCells) this.halve()
    this.energy[this.cells] = 0
    this.cells += 1
  }

  private halve(): void {
    for (let cell = 0; cell < maxCells / 2; cell += 1)
      this.energy[cell] = (this.energy[2 * cell] as number) + (this.energy[2 * cell + 1] as number)
    this.cells = maxCells / 2
    this.perCell *= 2
  }
}
