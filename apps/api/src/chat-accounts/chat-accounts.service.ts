import type {
  ChatAccount,
  ChatAccountList,
  CreateChatAccount,
  UpdateChatAccount,
  ValidationResult,
} from '@cloudpa/contracts/chat-accounts'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import type { Env } from '../env.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { readAddress } from '../twilio/address.js'
import { ClaimProofs } from './claim-proofs.js'
import { ClaimsService } from './claims.service.js'
import { presentChatAccount, type ShownChatAccount } from './present-chat-account.js'

type Org = Pick<CurrentMember, 'orgId'>
const include = { catchUp: true } as const

@Injectable()
export class ChatAccountsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectEnv() private readonly env: Env,
    private readonly claims: ClaimsService,
    private readonly proofs: ClaimProofs,
  ) {}

  async list({ orgId }: Org): Promise<ChatAccountList> {
    const here = { where: { orgId, removedAt: null }, orderBy: { createdAt: 'asc' }, include } as const
    const rows = await this.door.readOrg(orgId, (tx) => tx.chatAccount.findMany(here))
    return { items: rows.map((row) => this.present(row)) }
  }

  async get(org: Org, id: string): Promise<ChatAccount> {
    return this.present(await this.find(org, id))
  }

  /**
   * Adds a number, which is yet to be proven. One the org had removed comes back with its conversations.
   * @throws {AppError} already_claimed when the org has it, or another has proven it
   */
  async create(org: Org, input: CreateChatAccount): Promise<ChatAccount> {
    const address = addressOf(input.externalPhoneId)
    const { id } = await this.claims.add(org.orgId, { ...input, ...emptyAsNull(input), address })
    return this.get(org, id)
  }

  async update(org: Org, id: string, input: UpdateChatAccount): Promise<ChatAccount> {
    const { externalPhoneId } = input
    const address = externalPhoneId === undefined ? {} : { address: addressOf(externalPhoneId) }
    const change = { ...input, ...emptyAsNull(input), ...address }
    await this.claims.change({ orgId: org.orgId, id }, change)
    return this.get(org, id)
  }

  async remove(org: Org, id: string): Promise<void> {
    await this.claims.giveUp(await this.find(org, id))
  }

  /** @throws {AppError} already_claimed when another org proved the same number before */
  async validate(org: Org, id: string): Promise<ValidationResult> {
    return this.proofs.validate(await this.find(org, id))
  }

  private async find({ orgId }: Org, id: string): Promise<ShownChatAccount> {
    const here = { where: { orgId, id, removedAt: null }, include }
    const row = await this.door.readOrg(orgId, (tx) => tx.chatAccount.findFirst(here))
    if (!row) throw notFound()
    return row
  }

  private present(row: ShownChatAccount): ChatAccount {
    return presentChatAccount(row, this.env.PUBLIC_BASE_URL)
  }
}

function addressOf(externalPhoneId: string): string {
  const address = readAddress(externalPhoneId)
  if (!address) throw new AppError('number_unreadable')
  return address.value
}

/** Only what was given: an empty text says that there is none. */
function emptyAsNull({ name, messagingServiceSid }: Pick<UpdateChatAccount, 'name' | 'messagingServiceSid'>) {
  return {
    ...(name === undefined ? {} : { name: name || null }),
    ...(messagingServiceSid === undefined ? {} : { messagingServiceSid: messagingServiceSid || null }),
  }
}
