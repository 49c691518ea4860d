import type { Pool } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { validate } from 'uuid'
import { ChatAccountDirectory } from '../chat-accounts/chat-account-directory.js'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { signingAccountColumns, type SigningAccount } from '../chat-accounts/signing-account.js'
import { statusFromTwilio } from '../outbound/message-status.js'
import { AppError } from '../platform/app-error.js'
import { InjectWebhookPool } from '../platform/database.js'
import type { Posted } from '../platform/short-way.js'
import { SharedLookup } from '../platform/shared-lookup.js'
import { readMessageSid, readRecipient } from '../twilio/inbound-form.js'
import { TwilioRequests, type TwilioRequest } from '../twilio/twilio-requests.js'
import { WebhookEvents } from './webhook-events.js'

/** Only this many accounts are tried for a callback that names nothing but a sid. */
const maxCandidates = 5

/** From Twilio's report of a message we sent to a committed webhook event. */
@Injectable()
export class ReceiveStatusService {
  /** Whose messages a callback may be about: asked for strangers too, so they share their look-ups. */
  private readonly owners = new SharedLookup((keys: NamedMessage[]) => this.findOwners(keys))

  constructor(
    private readonly requests: TwilioRequests,
    private readonly directory: ChatAccountDirectory,
    private readonly vault: CredentialVault,
    @InjectWebhookPool() private readonly pool: Pool,
    private readonly events: WebhookEvents,
  ) {}

  /**
   * Checks the signature and stores the report. Resolves only after the commit.
   * @param posted to the callback address, in whose query each message we send puts its own org and id
   * @throws {AppError} invalid_signature when no account of ours could have caused it, unavailable when its token can't be opened
   */
  async receive(posted: Posted): Promise<void> {
    const arrivedMs = posted.arrivedMs ?? performance.now()
    const request = this.requests.read(posted)
    const sid = readMessageSid(request.form)
    const which = readKey(posted.url) ?? { sid: sid ?? '' }
    const account = await this.authenticate(request, which)
    const status = statusFromTwilio(request.form.get('MessageStatus') ?? request.form.get('SmsStatus'))
    if (!status || !sid) return
    // Within the authenticated account only: a tenant can sign any form, with his own token.
    await this.events.accept({
      orgId: account.orgId,
      chatAccountId: account.id,
      kind: 'status',
      sid,
      status,
      ...('id' in which ? { messageId: which.id } : {}),
      form: request.form.raw.replaceAll('\0', '%00'),
      arrivedMs,
    })
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
    throw unopened
      ? new AppError('token_unopened', undefined, { cause: unopened })
      : new AppError('signature')
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

function readKey(url: string): NamedMessage | undefined {
  const query = new URLSearchParams(url.replace(/^[^?]*/, ''))
  const [orgId, id] = [onlyUuid(query.getAll('org')), onlyUuid(query.getAll('message'))]
  return orgId && id ? { orgId, id } : undefined
}

function onlyUuid([value, ...others]: string[]): string | undefined {
  return others.length === 0 && validate(value) ? value : undefined
}
