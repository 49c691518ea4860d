import type {
  ChatAccount,
  ChatAccountList,
  CreateChatAccount,
  UpdateChatAccount,
  ValidationResult,
} from '@cloudpa/contracts/chat-accounts'
import { Prisma, type ChatAccount as ChatAccountRow, type PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { v7 as uuid } from 'uuid'
import type { CurrentMember } from '../auth/member.decorator.js'
import type { Env } from '../env.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectPrisma } from '../platform/database.js'
import { readAddress } from '../twilio/address.js'
import { explainCredentials } from '../twilio/explain-credentials.js'
import { TwilioClient } from '../twilio/twilio.client.js'
import { ChatAccountChanges } from './chat-account-changes.js'
import { CredentialVault } from './credentials.js'
import { presentChatAccount } from './present-chat-account.js'

type Org = Pick<CurrentMember, 'orgId'>

@Injectable()
export class ChatAccountsService {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @InjectEnv() private readonly env: Env,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly changes: ChatAccountChanges,
  ) {}

  async list({ orgId }: Org): Promise<ChatAccountList> {
    const rows = await this.prisma.chatAccount.findMany({
      where: { orgId, removedAt: null },
      orderBy: { createdAt: 'asc' },
    })
    return { items: rows.map((row) => this.present(row)) }
  }

  async get(org: Org, id: string): Promise<ChatAccount> {
    return this.present(await this.find(org, id))
  }

  /**
   * Claims a number for the org. One the org had removed comes back with its conversations.
   * @throws {AppError} already_claimed when it is claimed, here or elsewhere, for that Twilio account
   */
  async create({ orgId }: Org, input: CreateChatAccount): Promise<ChatAccount> {
    const address = addressOf(input.externalPhoneId)
    const removed = await this.prisma.chatAccount.findFirst({
      where: { orgId, accountSid: input.accountSid, address, removedAt: { not: null } },
    })
    const id = removed?.id ?? uuid()
    const data = {
      name: input.name || null,
      externalPhoneId: input.externalPhoneId,
      address,
      accountSid: input.accountSid,
      messagingServiceSid: input.messagingServiceSid || null,
      authTokenSealed: this.vault.sealToken({ orgId, id }, input.authToken),
      active: input.active,
      removedAt: null,
    }
    const row = await claim(() =>
      this.prisma.chatAccount.upsert({
        where: { orgId_id: { orgId, id } },
        create: { orgId, id, ...data },
        update: data,
      }),
    )
    await this.changes.announce(orgId)
    return this.present(row)
  }

  async update(org: Org, id: string, input: UpdateChatAccount): Promise<ChatAccount> {
    const before = await this.find(org, id)
    const { authToken, externalPhoneId, name, messagingServiceSid, ...rest } = input
    const changesAccount = rest.accountSid !== undefined && rest.accountSid !== before.accountSid
    if (changesAccount && !authToken) {
      throw new AppError('invalid_request', 'A new Account SID needs its Auth Token too.')
    }
    const row = await claim(() =>
      this.prisma.chatAccount.update({
        where: { orgId_id: { orgId: org.orgId, id } },
        data: {
          ...rest,
          ...(name === undefined ? {} : { name: name || null }),
          ...(messagingServiceSid === undefined ? {} : { messagingServiceSid: messagingServiceSid || null }),
          ...(externalPhoneId === undefined ? {} : { externalPhoneId, address: addressOf(externalPhoneId) }),
          ...(authToken === undefined
            ? {}
            : { authTokenSealed: this.vault.sealToken({ ...org, id }, authToken) }),
        },
      }),
    )
    await this.changes.announce(org.orgId)
    return this.present(row)
  }

  /** Gives the number up and forgets its token; its conversations stay readable. */
  async remove(org: Org, id: string): Promise<void> {
    await this.find(org, id)
    await this.prisma.chatAccount.update({
      where: { orgId_id: { orgId: org.orgId, id } },
      data: { removedAt: new Date(), active: false, authTokenSealed: null },
    })
    await this.changes.announce(org.orgId)
  }

  /** Asks Twilio whether the stored credentials work. */
  async validate(org: Org, id: string): Promise<ValidationResult> {
    const account = await this.find(org, id)
    const credentials = this.vault.credentialsOf(account)
    return explainCredentials(() => this.twilio.fetchAccount(credentials))
  }

  private async find({ orgId }: Org, id: string): Promise<ChatAccountRow> {
    const row = await this.prisma.chatAccount.findFirst({ where: { orgId, id, removedAt: null } })
    if (!row) throw notFound()
    return row
  }

  private present(row: ChatAccountRow): ChatAccount {
    return presentChatAccount(row, this.env.PUBLIC_BASE_URL)
  }
}

function addressOf(externalPhoneId: string): string {
  const address = readAddress(externalPhoneId)
  if (!address)
    throw new AppError('invalid_request', 'Write the number with its country code, like +14155550001.')
  return address.value
}

/** Turns the unique index on (Twilio account, number) into words. */
async function claim<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new AppError('already_claimed', 'This number is already connected for that Twilio account.', {
        cause: error,
      })
    }
    throw error
  }
}
