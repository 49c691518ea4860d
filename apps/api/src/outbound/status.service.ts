import type { ChatAccount, PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { validate } from 'uuid'
import { ChatAccountDirectory } from '../chat-accounts/chat-account-directory.js'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { AppError } from '../platform/app-error.js'
import { InjectPrisma } from '../platform/database.js'
import { readMessageSid, readRecipient } from '../twilio/inbound-form.js'
import { TwilioRequests, type TwilioRequest } from '../twilio/twilio-requests.js'
import { statusFromTwilio } from './message-status.js'
import { Outbox } from './outbox.js'

/** Only this many accounts are tried for a callback that names nothing but a sid. */
const maxCandidates = 5

/** What Twilio reports of messages we sent. */
@Injectable()
export class StatusService {
  constructor(
    private readonly requests: TwilioRequests,
    private readonly directory: ChatAccountDirectory,
    private readonly vault: CredentialVault,
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Merges a status callback. One about a message we don't know is answered like any other: Twilio can't help it.
   * @param query of the callback address, where each message we send puts its own org and id
   * @throws {AppError} invalid_signature when no account of ours could have caused it
   */
  async receive(http: FastifyRequest, query: Record<string, unknown>): Promise<void> {
    const request = this.requests.read(http)
    const sid = readMessageSid(request.form)
    const which = readKey(query) ?? { sid: sid ?? '' }
    const account = await this.authenticate(request, which)
    const status = statusFromTwilio(request.form.get('MessageStatus') ?? request.form.get('SmsStatus'))
    // Within the authenticated account only: a tenant can sign any form, with his own token.
    const message = await this.prisma.message.findFirst({
      where: { ...which, orgId: account.orgId, chatAccountId: account.id, direction: 'outbound' },
    })
    if (!message || !status) return
    await this.outbox.advance(message, { status, sid, errorCode: request.form.get('ErrorCode') })
  }

  /** The account whose token signed the form: the one of the message it is about, else the one that sent. */
  private async authenticate(request: TwilioRequest, which: MessageKey): Promise<ChatAccount> {
    const about = await this.prisma.message.findMany({
      where: { ...which, direction: 'outbound' },
      select: { chatAccount: true },
      take: maxCandidates,
    })
    const candidates = about.map(({ chatAccount }) => chatAccount)
    const sender = readRecipient(request.form, 'From')
    const bySender = sender ? await this.directory.find(sender) : []
    for (const account of [...candidates, ...bySender]) {
      if (this.vault.hasSigned(account, request)) return account
    }
    throw new AppError('invalid_signature', 'The X-Twilio-Signature does not fit this form and address.')
  }
}

type MessageKey = { orgId: string; id: string } | { sid: string }

function readKey({ org, message }: Record<string, unknown>): MessageKey | undefined {
  return typeof org === 'string' && typeof message === 'string' && validate(org) && validate(message)
    ? { orgId: org, id: message }
    : undefined
}
