import type { FormEntry } from './journal.js'
import type { ShownConversation, ShownMessage } from './judge-forms.js'

/** A file as the database has it. */
export interface MediaRow {
  id: string
  orgId: string
  state: string
  bytes: number | null
  sha256: string | null
  thumbnailBytes: number | null
  m4aBytes: number | null
}

/** What stands in the storage: of each file the name, and what it holds. */
export interface StoredFile {
  /** Its folder and its name, as in `org/id-thumbnail`. */
  key: string
  bytes: number
  sha256: string
}

/** All that is kept of files. */
export interface Kept {
  rows: MediaRow[]
  stored: StoredFile[]
  drafts: string[]
}

/** The promises broken about files; each holds one line for each case, for whoever has to find out. */
export interface MediaVerdict {
  /** Neither there nor said to be missing for the reason that it had. */
  unsettled: string[]
  /** Stored and of no row, said to be there and not stored, or other bytes than were sent. */
  misstored: string[]
  /** Half-written files that nobody removed. */
  drafts: string[]
}

/** Holds what is shown and kept of customers' files, and what is kept of everybody's, against what was posted. */
export function judgeMedia(posted: FormEntry[], shown: ShownConversation[], kept: Kept): MediaVerdict {
  const rows = new Map(kept.rows.map((row) => [row.id, row]))
  const messages = new Map(
    shown.flatMap(({ org, messages }) => messages.map((message) => [`${org} ${message.sid}`, message])),
  )
  const verdict: MediaVerdict = { unsettled: [], misstored: judgeStorage(kept), drafts: kept.drafts }
  for (const form of posted) {
    const message = messages.get(`${form.org} ${form.sid}`)
    // One that is not shown at all is lost as a form.
    if (!form.file || !message) continue
    const fault = describeEnd(form, message)
    if (fault) verdict.unsettled.push(fault)
    const [medium] = message.media
    const row = rows.get(medium?.id ?? '')
    if (medium?.state === 'ready' && row?.sha256 !== form.file.sha256)
      verdict.misstored.push(`${form.sid}: other bytes than were sent`)
  }
  return verdict
}

function describeEnd({ sid, kind, file }: FormEntry, { media }: ShownMessage): string | undefined {
  const [medium, ...more] = media
  const state = file?.reason ? 'failed' : 'ready'
  const isAsScripted = medium?.state === state && medium.reason === (file?.reason ?? null)
  if (isAsScripted && more.length === 0) return undefined
  const is = `${medium?.state} ${medium?.reason}, ${media.length} files`
  return `${kind} ${sid}, fault: ${file?.fault ?? 'none'}: ${is}; it was to be ${state} ${file?.reason ?? ''}`
}

function judgeStorage({ rows, stored }: Kept): string[] {
  const findings: string[] = []
  const byKey = new Map(stored.map((file) => [file.key, file]))
  const known = new Set<string>()
  for (const row of rows) {
    const key = `${row.orgId}/${row.id}`
    for (const each of [key, `${key}-thumbnail`, `${key}-m4a`]) known.add(each)
    if (row.state !== 'ready') {
      // What was being brought, or uploaded, when its process was killed may stand there until its row goes.
      if (row.state === 'failed' && byKey.has(key)) findings.push(`${key} is stored, and said to be missing`)
      continue
    }
    const main = byKey.get(key)
    if (!main) findings.push(`${key} is not stored`)
    else if (main.bytes !== row.bytes || main.sha256 !== row.sha256)
      findings.push(`${key} holds other bytes than its row says`)
    for (const [end, bytes] of [['-thumbnail', row.thumbnailBytes] as const, ['-m4a', row.m4aBytes] as const])
      if ((byKey.get(key + end)?.bytes ?? null) !== bytes)
        findings.push(`${key}${end} is not as its row says`)
  }
  const strays = stored.filter(({ key }) => !known.has(key))
  return [...findings, ...strays.map(({ key }) => `${key} is stored, and of no row`)]
}
