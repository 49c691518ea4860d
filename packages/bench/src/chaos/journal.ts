import { createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PostedFile } from './draw-content.js'

/** Something that was asked for, and when it was first answered well; in milliseconds since the run began. */
export interface Asked {
  askedAtMs: number
  /** Missing while nobody has said yes. */
  answeredAtMs?: number
}

/** One form that a customer wrote. The same sid may be posted to two orgs: to each it is a message of its own. */
export interface FormEntry extends Asked {
  org: number
  phone: string
  sid: string
  /** As the product shows it. */
  kind: string
  body: string
  file?: PostedFile
}

/** One reply that a member wrote, or one part of a text that leaves in several. */
export interface ReplyEntry extends Asked {
  org: number
  phone: string
  /** As the product shows it: parts behind the first have one of their own. */
  clientId: string
  /** From 1 on. */
  part: number
  /** What tells it apart at Twilio: its words, or the name of its file where it has none. */
  body: string
  /** What the inbox shows of its words. */
  shownBody: string
  /** The name of its file, where it has one. */
  fileName?: string
  /** What Twilio was told to do to it. */
  fault: string | undefined
  /** Whether it was to leave later, and so has no place among those that were accepted meanwhile. */
  isLater?: boolean
}

/** What was written and promised, kept in memory for the judge and in a file for whoever has to find out. */
export class Journal {
  readonly folder = mkdtempSync(join(tmpdir(), 'cloudpa-chaos-'))
  readonly forms: FormEntry[] = []
  readonly replies: ReplyEntry[] = []
  private readonly file: WriteStream = createWriteStream(join(this.folder, 'journal.jsonl'))
  private readonly beganAtMs = performance.now()

  /** Milliseconds since the run began, by a clock that nobody sets. */
  now(): number {
    return Math.round((performance.now() - this.beganAtMs) * 1000) / 1000
  }

  form(entry: Omit<FormEntry, 'askedAtMs'>): FormEntry {
    const asked = { ...entry, askedAtMs: this.now() }
    this.forms.push(asked)
    this.note('form', asked)
    return asked
  }

  reply(entry: Omit<ReplyEntry, 'askedAtMs'>): ReplyEntry {
    const asked = { ...entry, askedAtMs: this.now() }
    this.replies.push(asked)
    this.note('reply', asked)
    return asked
  }

  /** Somebody said yes to it, perhaps not for the first time. */
  answered(entry: FormEntry | ReplyEntry): void {
    entry.answeredAtMs ??= this.now()
    this.note('answered', 'sid' in entry ? { org: entry.org, sid: entry.sid } : { clientId: entry.clientId })
  }

  note(what: string, details: object): void {
    this.file.write(`${JSON.stringify({ atMs: this.now(), what, ...details })}\n`)
  }

  async close(keep: boolean): Promise<void> {
    await new Promise<void>((done) => this.file.end(done))
    if (!keep) rmSync(this.folder, { recursive: true })
  }
}
