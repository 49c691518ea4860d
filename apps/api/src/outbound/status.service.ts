import type { Pool } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { validate } from 'uuid'
import { ChatAccountDirectory } from '../chat-accounts/chat-account-directory.js'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { signingAccountColumns, type SigningAccount } from '../chat-accounts/signing-account.js'
import { AppError } from '../platform/app-error.js'
import { InjectWebhookPool } from '../platform/database.js'
import { SharedLookup } from '../platform/shared-lookup.js'
import { Slots } from '../platform/slots.js'
import { HintPublisher } from '../realtime/hints.js'
import { readMessageSid, readRecipient } from '../twilio/inbound-form.js'
import { TwilioRequests, type TwilioRequest } from '../twilio/twilio-requests.js'
import { statusFromTwilio } from './message-status.js'
import { recordStatus, type ChangedMessage, type MessageKey, type Outcome } from './record-status.js'

/** Only this many accounts are tried for a callback that names nothing but a sid. */
const maxCandidates = 5

/** What Twilio reports of messages we sent. */
@Injectable()
export class StatusService {
  /** Whose messages a callback may be about: asked for strangers too, so they share their look-ups. */
  private readonly owners = new SharedLookup((keys: NamedMessage[]) => this.findOwners(keys))

  /** A message that somebody holds must not keep customers' messages out: they need one connection of the webhook's. */
  private readonly writing = new Slots(2)

  constructor(
    private readonly requests: TwilioRequests,
    private readonly directory: ChatAccountDirectory,
    private readonly vault: CredentialVault,
    @InjectWebhookPool() private readonly pool: Pool,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Merges a status callback. One about a message we don't know is answered like any other: Twilio can't help it.
   * @param query of the callback address, where each message we send puts its own org and id
   * @throws {AppError} invalid_signature when no account of ours could have caused it, unavailable when its token can't be opened
   */
  async receive(http: FastifyRequest, query: Record<string, unknown>): Promise<void> {
    const request = this.requests.read(http)
    const sid = readMessageSid(request.form)
    const which = readKey(query) ?? { sid: sid ?? '' }
    const account = await this.authenticate(request, which)
    const status = statusFromTwilio(request.form.get('MessageStatus') ?? request.form.get('SmsStatus'))
    if (!status) return
    // Within the authenticated account only: a tenant can sign any form, with his own token.
    const message = { ...which, orgId: account.orgId, chatAccountId: account.id }
    await this.merge(message, { status, sid, errorCode: request.form.get('ErrorCode') })
  }

  private async merge(message: MessageKey, to: Outcome): Promise<void> {
    const { text, values } = recordStatus(message, to)
    const { rows } = await this.writing.run(() => this.pool.query<ChangedMessage>(text, values))
    // Not awaited by the answer to Twilio: what screens hear of is committed.
    const orgIds = rows.map(({ orgId }) => orgId)
    void this.hints.publish('events', orgIds)
  }

  /** The account whose token signed the form: the one of the message it is about, else the one that sent. */
  private async authenticate(request: TwilioRequest, which: NamedMessage): Promise<SigningAccount> {
    const sender = readRecipient(request.form, 'From')
    const candidates = [
      ...(await this.owners.find(which)),
      ...(sender ? await this.directory.find(sender) : []),
    ]
    const { signer, unopened } = this.vault.findSigner(candidates, request)
    if (signer) return signer
    throw (
      unopened ??
      new AppError('invalid_signature', 'The X-Twilio-Signature does not fit this form and address.')
    )
  }

  private async findOwners(keys: NamedMessage[]): Promise<SigningAccount[][]> {
    const found = keys.map((): SigningAccount[] => [])
    const { rows } = await this.pool.query<SigningAccount & { at: number }>({
      name: 'owners of messages',
      text: `
        SELECT at::int - 1 AS at, account.*
        FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS key (org_id, id, sid, at),
          LATERAL (
            SELECT org_id, chat_account_id FROM message
            WHERE direction = 'outbound' AND (org_id, id) = (key.org_id, key.id)
            UNION ALL
            (SELECT org_id, chat_account_id FROM message
             WHERE direction = 'outbound' AND sid = key.sid LIMIT $4)
          ) AS about,
          LATERAL (
            SELECT ${signingAccountColumns} FROM chat_account
            WHERE (org_id, id) = (about.org_id, about.chat_account_id)
          ) AS account`,
      values: [
        keys.map((key) => ('id' in key ? key.orgId : null)),
        keys.map((key) => ('id' in key ? key.id : null)),
        keys.map((key) => ('id' in key ? null : key.sid)),
        maxCandidates,
      ],
    })
    for (const { at, ...account } of rows) found[at]?.push(account)
    return found
  }
}

/** What a callback says of the message it is about. */
type NamedMessage = { orgId: string; id: string } | { sid: string }

function readKey({ org, message }: Record<string, unknown>): NamedMessage | undefined {
  return typeof org === 'string' && typeof message === 'string' && validate(org) && validate(message)
    ? { orgId: org, id: message }
    : undefined
}
