/** As much of one line as is kept, in bytes: the longest that stands in a bubble, quoted, several times over. */
const maxLineBytes = 2_000
/** More than twenty full contacts have lines, or a 16 MB picture has pieces. */
const mostLines = 10_000
const mostPieces = 500_000

const [feed, back, equals] = [0x0a, 0x0d, 0x3d]

/** One line as it was before it was broken, as far as it is kept. */
interface Whole {
  text: string
  /** Whether it is in quoted-printable, where a `=` at the end says that it goes on. */
  isQuoted: boolean
  goesOn: boolean
}

/**
 * The lines of a card as they were before they were broken: by a space that begins the next piece, or in quoted-printable by
 * a `=`. A picture goes on for megabytes, in one piece or in many: of each line the first two thousand bytes are kept, and
 * what is done grows with the file and no faster.
 * @returns ten thousand lines at most, none of them empty
 */
export async function* unfoldLines(file: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const cutter = new Cutter()
  let whole: Whole | undefined
  let count = 0
  for await (const chunk of ended(file)) {
    for (const { text, endsOpen } of cutter.cut(chunk)) {
      const isFolded = /^[ \t]/.test(text)
      if (whole && (isFolded || whole.goesOn)) {
        const room = maxLineBytes - whole.text.length
        if (room > 0) whole.text += (whole.goesOn ? text.trimStart() : text.slice(1)).slice(0, room)
        setEnd(whole, endsOpen)
        continue
      }
      if (whole) yield whole.text
      count += 1
      if (count > mostLines) return
      whole = { text: text.replace(/^\ufeff/, ''), isQuoted: isQuotedPrintable(text), goesOn: false }
      setEnd(whole, endsOpen)
    }
  }
  if (whole) yield whole.text
}

/** Takes the `=` from the end of a quoted line that goes on. */
function setEnd(whole: Whole, endsOpen: boolean): void {
  whole.goesOn = whole.isQuoted && endsOpen
  if (whole.goesOn && whole.text.endsWith('=')) whole.text = whole.text.slice(0, -1)
}

function isQuotedPrintable(text: string): boolean {
  const colon = text.indexOf(':')
  const params = (colon < 0 ? text : text.slice(0, colon)).toLowerCase()
  const first = params.indexOf(';')
  return first >= 0 && params.includes('quoted-printable', first)
}

/** A file whose last line ends as all others do. */
async function* ended(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* file
  yield Buffer.of(feed)
}

/** Cuts chunks into pieces: lines as they stand in the file, each shortened, without the empty ones. */
class Cutter {
  private readonly piece = Buffer.alloc(maxLineBytes)
  private length = 0
  /** The last byte of a piece that goes on in the next chunk. */
  private lastBefore: number | undefined
  private count = 0

  private keep(chunk: Buffer, from: number, to: number): void {
    this.length += chunk.copy(this.piece, this.length, from, Math.min(to, from + maxLineBytes - this.length))
  }

  /** @returns the pieces that end in a chunk, and whether the last sign of each was a `=`, also where it is not kept */
  *cut(chunk: Buffer): Generator<{ text: string; endsOpen: boolean }> {
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      if (chunk[at] !== feed && chunk[at] !== back) continue
      const last = at > from ? chunk[at - 1] : this.lastBefore
      this.keep(chunk, from, at)
      from = at + 1
      if (this.length === 0) continue
      this.count += 1
      if (this.count > mostPieces) return
      // Its own text of its bytes: a part of the chunk's would hold on to all of it.
      yield { text: this.piece.toString('utf8', 0, this.length), endsOpen: last === equals }
      this.length = 0
    }
    this.keep(chunk, from, chunk.length)
    if (from < chunk.length) this.lastBefore = chunk.at(-1)
  }
}
