import type { Chance } from './chance.js'
import { hashOf, makeFile, type FileKind } from '../files.js'
import { mediaFaultOf, mediaFaults } from './media-faults.js'

/** The file of a form, and how it must end. */
export interface PostedFile {
  sha256: string
  /** What was done to it; undefined where nothing was. */
  fault: string | undefined
  /** Why it can't be had; null where it can. */
  reason: string | null
}

/** What one form carries beside or instead of a text. */
export interface DrawnContent {
  /** As the product shows it. */
  kind: string
  /** As the simulated Twilio is given it, see its /_sim/messages. */
  content: object
  file?: PostedFile
}

const fileKinds: FileKind[] = ['image', 'voice', 'document', 'contacts']

/** Everything else that a customer can send, by kind. */
const others: Record<string, (mark: string) => object> = {
  location: (mark) => ({
    latitude: 52.52,
    longitude: 13.4,
    label: `The shop ${mark}`,
    address: 'A street 1',
  }),
  button: (mark) => ({ body: `Yes, please ${mark}`, payload: 'yes' }),
  list: (mark) => ({ body: `Tomorrow at ten ${mark}`, id: 'ten' }),
  flow: (mark) => ({ answers: { name: `Somebody ${mark}`, guests: '4' } }),
  unknown: (mark) => ({ fields: { PollName: `Which day? ${mark}` } }),
}

/** What customers send that is no text: every kind in turn, so that even the shortest run has each several times. */
export class ContentDraw {
  private readonly kinds: string[]
  private readonly faults: string[]
  private drawn = 0
  private files = 0

  constructor(private readonly chance: Chance) {
    // Files twice as often: of them there are most in life, and only they can go wrong by themselves.
    this.kinds = chance.shuffle([...fileKinds, ...fileKinds, ...Object.keys(others)])
    this.faults = chance.shuffle(Object.keys(mediaFaults))
  }

  /** @param mark stands in it, and in no other */
  draw(mark: string): DrawnContent {
    const kind = this.kinds[this.drawn++ % this.kinds.length] ?? 'image'
    const fileKind = fileKinds.find((each) => each === kind)
    return fileKind ? this.drawFile(fileKind, mark) : { kind, content: { kind, ...others[kind]?.(mark) } }
  }

  private drawFile(kind: FileKind, mark: string): DrawnContent {
    const fault = this.chance.happens(0.6) ? this.faults[this.files++ % this.faults.length] : undefined
    const { serving, leastBytes, reason = null } = mediaFaultOf(fault)
    const { content, ...said } = makeFile(kind, mark, leastBytes)
    const file = { ...said, ...serving, base64: content.toString('base64') }
    const body = kind === 'image' ? `This one ${mark}` : ''
    return {
      kind,
      content: { kind, body, files: [file] },
      file: { sha256: hashOf(content), fault, reason },
    }
  }
}
