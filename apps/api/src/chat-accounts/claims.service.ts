import type { ChatAccount, Door, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { recordEvent } from '../events/record-events.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { newId } from '../platform/new-id.js'
import { clearAlarm } from './account-alarm.js'
import { ChatAccountChanges } from './chat-account-changes.js'
import { CredentialVault } from './credentials.js'
import type { SigningAccount } from './signing-account.js'

/** A number at its Twilio account, as an admin or the operator wrote it down. */
export interface NewNumber {
  provider: string
  name?: string | null | undefined
  externalPhoneId: string
  /** What forms are matched by: `externalPhoneId` without the channel prefix. */
  address: string
  accountSid: string
  messagingServiceSid?: string | null | undefined
  /** Left out where the environment's credentials serve the account. */
  authToken?: string | undefined
  active: boolean
  /** Left out: customers are not shown who types. */
  typingIndicator?: boolean | undefined
}

export type NumberChange = Partial<NewNumber>

type Owner = Pick<ChatAccount, 'orgId' | 'id'>
type SealedOwner = Owner & Pick<ChatAccount, 'authTokenSealed'>
type Claim = Pick<ChatAccount, 'orgId' | 'accountSid' | 'address'>

/** What an org may write down and not prove: enough for whoever sets up many numbers, too little to pile up. */
const maxUnproven = 20

/**
 * Whose is a number? Anybody can write down another's, so a claim keeps nobody else out until it is proven: Twilio
 * accepted its credentials, or the operator vouches for it. The unique index on proven claims decides who was first.
 */
@Injectable()
export class ClaimsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly vault: CredentialVault,
    private readonly changes: ChatAccountChanges,
  ) {}

  /**
   * Writes down a number that is yet to be proven. One the org had removed comes back with its conversations.
   * @throws {AppError} already_claimed when the org has it, or another has proven it
   */
  async add(orgId: string, number: NewNumber): Promise<ChatAccount> {
    const row = await this.write(orgId, async (tx) => {
      const known = await findKnown(tx, { orgId, ...number })
      if (known && !known.removedAt) throw alreadyHere()
      await refuseHeld(tx, { orgId, ...number })
      await refuseTooMany(tx, orgId)
      return this.upsert(tx, { orgId, id: known?.id ?? newId() }, number, null)
    })
    await this.changes.announce(orgId)
    return row
  }

  /**
   * Writes down a number that the operator vouches for, over what the org had of it.
   * @throws {AppError} already_claimed when another org has proven it
   */
  async vouch(orgId: string, number: NewNumber): Promise<ChatAccount> {
    const row = await this.write(orgId, async (tx) => {
      const known = await findKnown(tx, { orgId, ...number })
      await refuseHeld(tx, { orgId, ...number })
      return this.upsert(tx, { orgId, id: known?.id ?? newId() }, number, known?.provenAt ?? new Date())
    })
    await this.changes.announce(orgId)
    return row
  }

  /**
   * Changes a number. With another number, Twilio account or token it is another claim, which is yet to be proven.
   * @throws {AppError} already_claimed when the org has that number too, or another has proven it
   */
  async change({ orgId, id }: Owner, { authToken, ...change }: NumberChange): Promise<ChatAccount> {
    const row = await this.write(orgId, async (tx) => {
      const before = await tx.chatAccount.findFirst({ where: { orgId, id, removedAt: null } })
      if (!before) throw notFound()
      const claim = { ...before, ...change }
      const movesAccount = claim.accountSid !== before.accountSid
      if (movesAccount && !authToken) {
        throw new AppError('token_needed')
      }
      const data = {
        ...change,
        ...(authToken ? { authTokenSealed: this.vault.sealToken({ orgId, id }, authToken) } : {}),
      }
      const where = { orgId_id: { orgId, id } }
      const moves = movesAccount || claim.address !== before.address
      if (!moves && !authToken) return tx.chatAccount.update({ where, data })
      const known = moves ? await findKnown(tx, claim) : null
      if (known && !known.removedAt) throw alreadyHere()
      await refuseHeld(tx, claim)
      if (before.provenAt) await refuseTooMany(tx, orgId)
      // Whether Twilio takes these is yet to be seen.
      await clearAlarm(tx, before)
      return tx.chatAccount.update({ where, data: { ...data, provenAt: null } })
    })
    await this.changes.announce(orgId)
    return row
  }

  /**
   * Gives the number up as it was read, and forgets its token; its conversations stay readable.
   * @throws {AppError} not_found when it was removed meanwhile, even if it was added again
   */
  async giveUp({ orgId, id, authTokenSealed }: SealedOwner): Promise<void> {
    await this.write(orgId, async (tx) => {
      // A number that comes back has its token sealed anew, and so is another.
      const { count } = await tx.chatAccount.updateMany({
        where: { orgId, id, authTokenSealed, removedAt: null },
        data: { removedAt: new Date(), active: false, authTokenSealed: null, provenAt: null },
      })
      if (count === 0) throw notFound()
    })
    await this.changes.announce(orgId)
  }

  /**
   * Notes that Twilio knows the credentials of an account as it was read.
   * @returns false when it was proven already or changed meanwhile, or another org was first
   */
  async prove({ orgId, id, accountSid, address, authTokenSealed }: SigningAccount): Promise<boolean> {
    const asRead = { orgId, id, accountSid, address, authTokenSealed, provenAt: null, removedAt: null }
    try {
      const count = await this.door.forOrg(orgId, async (tx) => {
        const proven = await tx.chatAccount.updateMany({ where: asRead, data: { provenAt: new Date() } })
        if (proven.count > 0) await recordEvent(tx, { orgId, kind: 'chat-account' })
        return proven.count
      })
      if (count > 0) await this.changes.announce(orgId)
      return count > 0
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  }

  /** Notes that Twilio lets an account in again: what could not be compared with its list is, now. */
  async letIn({ orgId, id }: Owner): Promise<void> {
    const isNews = await this.door.forOrg(orgId, async (tx) => {
      await tx.$executeRaw`
        UPDATE catch_up SET due_at = clock_timestamp()
        WHERE org_id = ${orgId}::uuid AND chat_account_id = ${id}::uuid AND started_at IS NULL AND problem IS NOT NULL`
      return clearAlarm(tx, { orgId, id })
    })
    if (isNews) await this.changes.announce(orgId)
  }

  /** @throws {AppError} already_claimed when another org has proven this number */
  refuseHeld(claim: Claim): Promise<void> {
    return this.door.readOrg(claim.orgId, (tx) => refuseHeld(tx, claim))
  }

  private upsert(
    tx: Tx,
    { orgId, id }: Owner,
    { authToken, name, messagingServiceSid, ...number }: NewNumber,
    provenAt: Date | null,
  ): Promise<ChatAccount> {
    const data = {
      ...number,
      name: name ?? null,
      messagingServiceSid: messagingServiceSid ?? null,
      authTokenSealed: authToken ? this.vault.sealToken({ orgId, id }, authToken) : null,
      provenAt,
      removedAt: null,
    }
    return tx.chatAccount.upsert({
      where: { orgId_id: { orgId, id } },
      create: { orgId, id, ...data },
      update: data,
    })
  }

  /** One change of an org's numbers at a time, so that what was looked up still holds when it is written. */
  private async write<T>(orgId: string, change: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.door.forOrg(orgId, async (tx) => {
        await tx.$queryRaw`SELECT FROM org WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`
        const changed = await change(tx)
        await recordEvent(tx, { orgId, kind: 'chat-account' })
        return changed
      })
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('claimed_meanwhile', undefined, { cause: error })
      throw error
    }
  }
}

/** What the org has of this number, or had before it removed it. */
function findKnown(tx: Tx, { orgId, accountSid, address }: Claim): Promise<ChatAccount | null> {
  const orderBy = { removedAt: { sort: 'desc', nulls: 'first' } } as const
  return tx.chatAccount.findFirst({ where: { orgId, accountSid, address }, orderBy })
}

/** Asked of a function that says yes or no, since an org sees no other one's numbers. */
async function refuseHeld(tx: Tx, { accountSid, address }: Claim): Promise<void> {
  const [held] = await tx.$queryRaw<{ elsewhere: boolean }[]>`
    SELECT is_held_elsewhere(${accountSid}, ${address}) AS elsewhere`
  if (held?.elsewhere) throw new AppError('held_elsewhere', { number: address })
}

async function refuseTooMany(tx: Tx, orgId: string): Promise<void> {
  const unproven = await tx.chatAccount.count({ where: { orgId, removedAt: null, provenAt: null } })
  if (unproven < maxUnproven) return
  throw new AppError('too_many_unproven', { maximum: maxUnproven })
}

const alreadyHere = () => new AppError('added_already')
