import { Prisma, type ChatAccount, type Door, type TemplateSync, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { recordEvent } from '../events/record-events.js'
import { AppError } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { HintPublisher } from '../realtime/hints.js'
import { TwilioClient, type Credentials } from '../twilio/twilio.client.js'
import { readTemplate, type ReadTemplate } from './read-template.js'
import { writeTemplates } from './template-rows.js'
import { askTwilio } from './twilio-content.js'

/** A Twilio account as an org has it. */
export type OrgAccount = Pick<TemplateSync, 'orgId' | 'accountSid'>
type Claim = OrgAccount & Pick<TemplateSync, 'claim'>
type Seen = { templates: ReadTemplate[] } | { problem: AppError['params'] }

/** A look that takes longer is given up. */
const lookMs = 60_000
/** How much longer than a sync its claim holds. */
const marginMs = 5_000

/** Syncs a Twilio account's templates into the database. */
@Injectable()
export class TemplateLooks {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Looks at an account once, unless somebody does at this moment: what they see is told like any other change. What goes
   * wrong is kept with the account.
   */
  async look(account: OrgAccount): Promise<void> {
    const claim = await this.door.forOrg(account.orgId, (tx) => takeClaim(tx, account))
    if (claim === undefined) return
    const seen = await this.see(account)
    const isKept = await this.door.forOrg(account.orgId, (tx) => keep(tx, { ...account, claim }, seen))
    if (isKept) await this.hints.publish('events', [account.orgId])
  }

  /**
   * The credentials of one of the org's numbers at an account, the active ones first.
   * @throws {AppError} why there are none
   */
  async credentialsOf({ orgId, accountSid }: OrgAccount): Promise<Credentials> {
    const where = { orgId, accountSid, removedAt: null }
    const orderBy = [{ active: 'desc' }, { createdAt: 'asc' }] as const
    const numbers = await this.door.readOrg(orgId, (tx) =>
      tx.chatAccount.findMany({ where, orderBy: [...orderBy] }),
    )
    return firstThatOpens(numbers, (number) => this.vault.credentialsOf(number))
  }

  private async see(account: OrgAccount): Promise<Seen> {
    try {
      const credentials = await this.credentialsOf(account)
      const until = new Deadline(lookMs)
      const there = await askTwilio(() => this.twilio.listContent(credentials, until), 'twilio_refused')
      return { templates: there.flatMap((resource) => readTemplate(resource) ?? []) }
    } catch (error) {
      if (error instanceof AppError) return { problem: error.params }
      throw error
    }
  }
}

/** @throws {AppError} why the first of them does not open, where none does */
function firstThatOpens(numbers: ChatAccount[], open: (number: ChatAccount) => Credentials): Credentials {
  let problem: AppError | undefined
  for (const number of numbers) {
    try {
      return open(number)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problem ??= error
    }
  }
  throw problem ?? new AppError('number_removed')
}

/** @returns undefined while somebody else looks */
async function takeClaim(tx: Tx, { orgId, accountSid }: OrgAccount): Promise<number | undefined> {
  const heldUntil = Prisma.sql`clock_timestamp() + ${lookMs + marginMs} * interval '1 millisecond'`
  const [row] = await tx.$queryRaw<Pick<TemplateSync, 'claim'>[]>`
    INSERT INTO template_sync AS s (org_id, account_sid, claim, started_at, held_until)
    VALUES (${orgId}::uuid, ${accountSid}, 1, clock_timestamp(), ${heldUntil})
    ON CONFLICT (account_sid, org_id) DO UPDATE SET
      claim = s.claim + 1, started_at = excluded.started_at, held_until = excluded.held_until
    WHERE s.held_until IS NULL OR s.held_until < clock_timestamp()
    RETURNING claim`
  return row?.claim
}

/** @returns false when another look began since, whose word counts */
async function keep(tx: Tx, { orgId, accountSid, claim }: Claim, seen: Seen): Promise<boolean> {
  const problem = 'problem' in seen ? JSON.stringify(seen.problem) : null
  const own = await tx.$queryRaw<unknown[]>`
    UPDATE template_sync SET
      held_until = NULL, problem = ${problem}::jsonb,
      synced_at = CASE WHEN ${problem === null} THEN started_at ELSE synced_at END
    WHERE org_id = ${orgId}::uuid AND account_sid = ${accountSid} AND claim = ${claim}
    RETURNING 1`
  if (own.length === 0) return false
  if ('templates' in seen) {
    const startedAt = Prisma.sql`(
      SELECT started_at FROM template_sync WHERE org_id = ${orgId}::uuid AND account_sid = ${accountSid})`
    await writeTemplates(tx, { orgId, accountSid }, seen.templates, startedAt)
    // What was made since the look began was not there to be seen.
    await tx.$executeRaw`
      DELETE FROM template
      WHERE org_id = ${orgId}::uuid AND account_sid = ${accountSid} AND synced_at < ${startedAt}`
  }
  await recordEvent(tx, { orgId, kind: 'template' })
  return true
}
