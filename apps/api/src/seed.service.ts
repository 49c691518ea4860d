import { Role } from '@cloudpa/contracts/orgs'
import type { PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { AccountsService } from './auth/accounts.service.js'
import { ApiKeysService } from './auth/api-keys.service.js'
import { ChatAccountChanges } from './chat-accounts/chat-account-changes.js'
import { CredentialVault } from './chat-accounts/credentials.js'
import { AppError } from './platform/app-error.js'
import { InjectPrisma } from './platform/database.js'
import { readAddress } from './twilio/address.js'

// Looser than the API: an operator may seed accounts that a test or an old provider named in its own way.
const SeedChatAccount = z.strictObject({
  provider: z.literal('twilio_whatsapp').default('twilio_whatsapp'),
  name: z.string().optional(),
  externalPhoneId: z.string().min(1),
  accountSid: z.string().min(1),
  /** Left out where the environment's credentials serve this account. */
  authToken: z.string().min(1).optional(),
  messagingServiceSid: z.string().min(1).optional(),
  active: z.boolean().default(true),
})

const SeedFile = z.strictObject({
  orgs: z.array(
    z.strictObject({
      slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a slug holds small letters, digits and -'),
      name: z.string().min(1),
      members: z
        .array(
          z.strictObject({
            email: z.email(),
            name: z.string().min(1),
            password: z.string().min(8, 'a password has at least 8 characters'),
            role: Role,
          }),
        )
        .default([]),
      chatAccounts: z.array(SeedChatAccount).default([]),
    }),
  ),
})

type SeedChatAccount = z.infer<typeof SeedChatAccount>

/** Creates orgs, members and chatAccounts from a file. Seeding the same file again changes nothing. */
@Injectable()
export class SeedService {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly accounts: AccountsService,
    private readonly apiKeys: ApiKeysService,
    private readonly vault: CredentialVault,
    private readonly changes: ChatAccountChanges,
  ) {}

  /**
   * @param input the parsed file
   * @returns what was made or found, with ids, and an API key per org
   * @throws when the file has faults (all are named), or a number is claimed by another org
   */
  async seed(input: unknown) {
    const file = SeedFile.safeParse(input)
    if (!file.success) throw new Error(`The seed file has faults:\n${z.prettifyError(file.error)}`)
    const orgs = []
    for (const { chatAccounts, ...seededOrg } of file.data.orgs) {
      const org = await this.accounts.ensureOrg(seededOrg)
      const ensured = []
      for (const account of chatAccounts) ensured.push(await this.ensureChatAccount(org.id, account))
      await this.changes.announce(org.id)
      orgs.push({
        ...org,
        chatAccounts: ensured,
        apiKey: await this.apiKeys.ensureSeedApiKey(org.id, org.slug),
      })
    }
    return { orgs }
  }

  private async ensureChatAccount(orgId: string, { authToken, ...account }: SeedChatAccount) {
    const address = readAddress(account.externalPhoneId)?.value ?? account.externalPhoneId
    const { accountSid } = account
    const found = await this.prisma.chatAccount.findFirst({ where: { accountSid, address, removedAt: null } })
    if (found && found.orgId !== orgId) {
      throw new AppError(
        'already_claimed',
        `${account.externalPhoneId} of ${accountSid} belongs to another org.`,
      )
    }
    const removed = await this.prisma.chatAccount.findFirst({ where: { orgId, accountSid, address } })
    const id = found?.id ?? removed?.id ?? uuid()
    const authTokenSealed = authToken ? this.vault.sealToken({ orgId, id }, authToken) : null
    const data = { ...account, address, authTokenSealed, removedAt: null }
    await this.prisma.chatAccount.upsert({
      where: { orgId_id: { orgId, id } },
      create: { orgId, id, ...data },
      update: data,
    })
    return { id, externalPhoneId: account.externalPhoneId, accountSid }
  }
}
