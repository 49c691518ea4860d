import { createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  body: string
}

/** One reply that a member wrote. */
export interface ReplyEntry extends Asked {
  org: number
  phone: string
  clientId: string
  body: string
  /** What Twilio was told to do to it. */
  fault: string | undefined
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
