import { mostFields } from '@cloudpa/contracts/contact-limits'
import type { ImportAnswer, ImportQuery } from '@cloudpa/contracts/contacts'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { recordEvent } from '../events/record-events.js'
import { formatPhone } from '../platform/format-phone.js'
import { InjectDoor } from '../platform/database.js'
import { Slots } from '../platform/slots.js'
import { HintPublisher } from '../realtime/hints.js'
import { countryOf } from './country-of.js'
import { importRows, weighRows, type Becoming, type Outcome } from './import-rows.js'
import { readTable, type ContactRow } from './read-table.js'

/**
 * So many rows are one transaction, which holds their locks for some ten milliseconds. As many conversations that look
 * different at once are told to the screens one by one, where more would have them load all again.
 */
const rowsAtOnce = 200
/** Tables of one org, each of which is held in memory while it waits. */
const mostWaiting = 5
const shownFaults = 200
const shownRows = 20

/** Takes in contacts from a table. */
@Injectable()
export class ImportService {
  /** Reading a table takes the process's one thread, and writing it a connection. */
  private readonly turn = Slots.betweenOrgs(2, mostWaiting)

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Imports a table chunk by chunk, or says what that would do. Should it end in the midst, whoever does it again
   * changes nothing of what is there.
   * @throws {AppError} when it is no table of contacts, and too_many_ask where too many of the org's wait
   */
  import({ orgId }: Pick<CurrentMember, 'orgId'>, query: ImportQuery, text: string): Promise<ImportAnswer> {
    return this.turn.run(async () => {
      const country = query.country ?? (await this.door.readOrg(orgId, (tx) => countryOf(tx, orgId)))
      const { count, rows, faults: unread } = await readTable(text, country)
      const dryRun = query.dryRun === 'true'
      const outcomes: Outcome[] = []
      try {
        for (let from = 0; from < rows.length; from += rowsAtOnce) {
          const taken = new Set(outcomes.map(({ contactId }) => contactId))
          outcomes.push(...(await this.take(orgId, rows.slice(from, from + rowsAtOnce), taken, dryRun)))
        }
      } finally {
        if (!dryRun && outcomes.some(isChange)) await this.tell(orgId)
      }
      const became = rows.map((row, at) => ({ ...row, becomes: outcomes[at]?.becomes ?? 'unchanged' }))
      const numberOf = (wanted: Becoming) => became.filter(({ becomes }) => becomes === wanted).length
      const labels = new Set(
        became.flatMap(({ becomes, fields }) => (becomes === 'made' ? fields.map(({ label }) => label) : [])),
      )
      const repeated = became.filter(({ becomes }) => becomes === 'duplicate')
      const faults = [
        ...unread,
        ...repeated.map(({ line, phone }) => ({ line, reason: 'duplicate', value: phone })),
      ].toSorted((one, other) => one.line - other.line)
      return {
        dryRun,
        country,
        rows: count,
        labels: [...labels].slice(0, mostFields),
        made: numberOf('made'),
        renamed: numberOf('renamed'),
        unchanged: numberOf('unchanged'),
        failed: faults.length,
        faults: faults.slice(0, shownFaults),
        sample: became
          .filter(({ becomes }) => becomes !== 'duplicate')
          .slice(0, shownRows)
          .map(({ line, name, phone, becomes }) => {
            return { line, name, formattedPhone: formatPhone(phone), becomes }
          }),
      }
    }, orgId)
  }

  private async take(
    orgId: string,
    rows: ContactRow[],
    taken: ReadonlySet<string>,
    dryRun: boolean,
  ): Promise<Outcome[]> {
    if (dryRun) return this.door.readOrg(orgId, (tx) => weighRows(tx, orgId, rows, taken))
    const outcomes = await this.door.forOrg(orgId, (tx) => importRows(tx, orgId, rows, taken))
    if (outcomes.some(({ becomes }) => becomes === 'renamed')) await this.hints.publish('events', [orgId])
    return outcomes
  }

  /** Has the screens ask for contacts again: once, however many there are. */
  private async tell(orgId: string): Promise<void> {
    await this.door.forOrg(orgId, (tx) => recordEvent(tx, { orgId, kind: 'contact' }))
    await this.hints.publish('events', [orgId])
  }
}

const isChange = ({ becomes }: Outcome) => becomes === 'made' || becomes === 'renamed'
