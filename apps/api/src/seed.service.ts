import { Role } from '@cloudpa/contracts/orgs'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { AccountsService } from './auth/accounts.service.js'
import { ApiKeysService } from './auth/api-keys.service.js'
import { ClaimsService } from './chat-accounts/claims.service.js'
import { InjectDoor } from './platform/database.js'
import { SeedConversation, seedConversation } from './seed-conversation.js'
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
            /** Left out, the member comes in by a reset link. */
            password: z.string().min(8, 'a password has at least 8 characters').optional(),
            role: Role,
          }),
        )
        .default([]),
      chatAccounts: z.array(SeedChatAccount).default([]),
      conversations: z.array(SeedConversation).default([]),
    }),
  ),
})

type SeedChatAccount = z.infer<typeof SeedChatAccount>

/** Creates orgs, members, chatAccounts and conversations from a file. Seeding the same file again changes nothing. */
@Injectable()
export class SeedService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly apiKeys: ApiKeysService,
    private readonly claims: ClaimsService,
    @InjectDoor() private readonly door: Door,
  ) {}

  /**
   * @param input the parsed file
   * @returns what was made or found, with ids, and an API key per org
   * @throws when the file has faults (all are named), or another org has proven a number
   */
  async seed(input: unknown) {
    const file = SeedFile.safeParse(input)
    if (!file.success) throw new Error(`The seed file has mistakes:\n${z.prettifyError(file.error)}`)
    const orgs = []
    for (const { chatAccounts, conversations, ...seededOrg } of file.data.orgs) {
      const org = await this.accounts.ensureOrg(seededOrg)
      const ensured = []
      for (const account of chatAccounts) ensured.push(await this.ensureChatAccount(org.id, account))
      await this.writeConversations(org, ensured, conversations)
      orgs.push({
        ...org,
        chatAccounts: ensured,
        apiKey: await this.apiKeys.ensureSeedApiKey(org.id, org.slug),
      })
    }
    return { orgs }
  }

  private async ensureChatAccount(orgId: string, account: SeedChatAccount) {
    const { externalPhoneId, accountSid } = account
    const address = readAddress(externalPhoneId)?.value ?? externalPhoneId
    const { id } = await this.claims.vouch(orgId, { ...account, address })
    return { id, externalPhoneId, accountSid }
  }
  /** The first member of the file is who answered. */
  private async writeConversations(
    org: { id: string; members: { id: string }[] },
    accounts: { id: string; externalPhoneId: string }[],
    conversations: SeedConversation[],
  ): Promise<void> {
    for (const conversation of conversations) {
      const account = accounts.find(({ externalPhoneId }) => externalPhoneId === conversation.number)
      const [author] = org.members
      if (!account || !author) {
        throw new Error(
          `The conversation with ${conversation.from} needs a member, and ${conversation.number}.`,
        )
      }
      const owner = { orgId: org.id, chatAccountId: account.id, authorId: author.id }
      await this.door.forOrg(org.id, (tx) => seedConversation(tx, owner, conversation))
    }
  }
}
