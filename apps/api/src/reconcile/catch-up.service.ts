import type { Door } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { sayError } from '@cloudpa/contracts/english'
import { CredentialVault } from '../chat-accounts/credentials.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { SparingLog } from '../platform/sparing-log.js'
import { HintPublisher } from '../realtime/hints.js'
import { toTwilioAddress } from '../twilio/address.js'
import { explainTrouble } from '../twilio/explain-credentials.js'
import { TwilioClient, type ListedMessage, type ListedPage } from '../twilio/twilio.client.js'
import { askPatiently, Interrupted, TwilioTrouble } from './ask-patiently.js'
import { CatchUps, type Claim, type Found, type Problem } from './catch-ups.js'
import { findKnown } from './find-known.js'
import type { NumberKey } from './find-numbers.js'
import { ofWay, placeListed, timeOf, type Way } from './read-listed.js'
import { FoundStore, storedAtOnce, type Going } from './found-store.js'
import { repairSent } from './repair-sent.js'

/** Twilio's list may settle late: what was just proven is looked at once more. */
const overlapMs = 30 * 60_000
/** How far back lost reports are looked for: most customers have read by then what they will read. */
const lostReportsMs = 86_400_000
const dayMs = 86_400_000
/** A comparison under way. */
interface Run extends Going {
  found: Found
}

/** Compares a number with Twilio's own list of its messages, and adds what is missing here. */
@Injectable()
export class CatchUpService {
  private readonly log = new SparingLog(new Logger('catch-up'))

  constructor(
    private readonly catchUps: CatchUps,
    @InjectDoor() private readonly door: Door,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly store: FoundStore,
    private readonly hints: HintPublisher,
    @InjectEnv() private readonly env: Env,
  ) {}

  /**
   * Compares one number, if it is its turn. Everything it does may be done again, and beside live messages: what is there is
   * left as it is.
   * @param insisting compares it now, whoever is at it
   * @returns what was found, or why it failed; undefined if it was not its turn, or another process took over
   */
  async run(
    number: NumberKey,
    { insisting = false, ending }: { insisting?: boolean; ending: AbortSignal },
  ): Promise<Found | Problem | undefined> {
    const claim = await this.catchUps.take(number, insisting)
    if (!claim) return undefined
    try {
      const found = await this.compare(claim, ending)
      await this.catchUps.finish(claim, found)
      return found
    } catch (error) {
      if (error instanceof Interrupted) {
        await this.catchUps.letGo(claim)
        return undefined
      }
      const problem = problemOf(error)
      this.log.warn(`could not finish comparing number ${claim.chatAccountId}: ${String(error)}`)
      await this.catchUps.fail(claim, problem)
      return problem
    }
  }

  /** Both ways one after the other: of a conversation that begins with it, the customer's message comes first. */
  private async compare(claim: Claim, ending: AbortSignal): Promise<Found> {
    const credentials = this.vault.credentialsOf(claim.account)
    const address = toTwilioAddress(claim.account.address)
    const since = this.beginningOf(claim)
    const found: Found = {
      fresh: 0,
      late: 0,
      missing: claim.added,
      missed: claim.added,
      history: 0,
      isUnsettled: false,
      isOpen: false,
    }
    let listed = 0
    const kind = claim.provenUntil ? 'known' : 'history'
    for (const way of ['inbound', 'outbound'] as const) {
      const of = way === 'inbound' ? { to: address } : { from: address }
      let ask: (() => Promise<ListedPage>) | null = () => this.twilio.listSince(credentials, of, since)
      while (ask) {
        const page: ListedPage = await askPatiently(ask, ending, kind)
        ask = page.next
        const goOn = () => this.goOn(claim, { listed, found, isLong: ask !== null }, ending)
        await this.comparePage(claim, way, page.messages, { found, goOn, ending, of: kind })
        listed += page.messages.length
        await goOn()
      }
    }
    return found
  }

  /** Renews the claim. @throws {Interrupted} when it is over, or the process ends */
  private async goOn(
    claim: Claim,
    progress: Parameters<CatchUps['progress']>[1],
    ending: AbortSignal,
  ): Promise<void> {
    const stands = await this.catchUps.progress(claim, progress)
    if (!stands || ending.aborted) throw new Interrupted()
  }

  private beginningOf({ startedAt, provenUntil, looksBack }: Claim): Date {
    if (!provenUntil) return new Date(startedAt.getTime() - this.env.HISTORY_DAYS * dayMs)
    return new Date(provenUntil.getTime() - (looksBack ? lostReportsMs : overlapMs))
  }

  /** Adds what the page shows that is not here, and adds to `found` how much that was. */
  private async comparePage(claim: Claim, way: Way, page: ListedMessage[], run: Run): Promise<void> {
    const { account, startedAt, provenUntil } = claim
    const listed = ofWay(way, page)
    const sids = listed.map(({ sid }) => sid)
    const known = await this.door.forOrgs([account.orgId], (tx) => findKnown(tx, account, sids))
    const settledMs = startedAt.getTime() - this.env.RECONCILE_SETTLE_MS
    // A form still on its way has more detail than the list, so give it time to arrive.
    const isSettled = (message: ListedMessage) => timeOf(message).getTime() < settledMs
    const absent = listed.filter(({ sid }) => !known.has(sid))
    const missing = absent.filter(isSettled)
    if (way === 'outbound') await this.repair(account, listed, known)
    const placed = placeListed(missing)
    const isHistory = (message: ListedMessage) => timeOf(message) < account.createdAt
    const isFresh = (message: ListedMessage) => !provenUntil || timeOf(message) >= provenUntil
    run.found.fresh += listed.filter((message) => isSettled(message) && isFresh(message)).length
    for (let at = 0; at < placed.length; at += storedAtOnce) {
      const some = placed.slice(at, at + storedAtOnce)
      const { missing: added, left } = await this.store.add(account, way, some, run)
      const missed = added.filter((message) => !isHistory(message)).length
      run.found.isOpen ||= left.size > 0
      run.found.missing += missed
      if (way === 'inbound') run.found.missed += missed
      run.found.history += added.length - missed
      run.found.late += some.filter((each) => !isFresh(each.listed) && !left.has(each.listed.sid)).length
      await run.goOn()
    }
    run.found.isUnsettled ||= missing.length < absent.length
  }

  private async repair(
    account: Claim['account'],
    listed: ListedMessage[],
    known: Awaited<ReturnType<typeof findKnown>>,
  ): Promise<void> {
    const { orgId } = account
    const hasChanged = await this.door.forOrg(orgId, (tx) => repairSent(tx, account, listed, known, this.env))
    if (hasChanged) await this.hints.publish('events', [orgId])
  }
}

function problemOf(error: unknown): Problem {
  // No credentials to ask with.
  if (error instanceof AppError) {
    const { reason, ...told } = error.params
    return { kind: reason, says: 'key' in told ? String(told.key) : '', message: error.message }
  }
  if (error instanceof TwilioTrouble) {
    const { message, finding } = explainTrouble(error.cause)
    return { ...finding, message }
  }
  return { kind: 'our_fault', says: '', message: sayError('our_fault', {}) }
}
