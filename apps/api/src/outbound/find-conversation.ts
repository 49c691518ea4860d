import type { SendMessage } from '@cloudpa/contracts/messages'
import type { PrismaClient } from '@cloudpa/db'
import { validate } from 'uuid'
import { phoneVariants } from '../contacts/phone-variants.js'
import { AppError, notFound } from '../platform/app-error.js'
import { readAddress } from '../twilio/address.js'

/**
 * The conversation with a customer, by address: on the number asked for, else on the one they last wrote to.
 * @throws {AppError} window_closed when the customer never wrote: WhatsApp lets nobody start with free text
 */
export async function findConversationFor(
  prisma: PrismaClient,
  orgId: string,
  { to, chatAccountId }: Pick<SendMessage, 'to' | 'chatAccountId'>,
): Promise<string> {
  const address = readAddress(to)
  if (!address)
    throw new AppError(
      'invalid_request',
      'to: write a phone number with its country code, like +14155550001.',
    )
  if (chatAccountId !== undefined) await requireChatAccount(prisma, orgId, chatAccountId)
  const values = address.kind === 'phone' ? phoneVariants(address.value) : [address.value]
  const conversation = await prisma.conversation.findFirst({
    where: {
      orgId,
      ...(chatAccountId === undefined ? { chatAccount: { removedAt: null } } : { chatAccountId }),
      contact: { handles: { some: { kind: address.kind, value: { in: values } } } },
    },
    orderBy: { lastInboundAt: 'desc' },
    select: { id: true },
  })
  if (conversation) return conversation.id
  throw new AppError(
    'window_closed',
    'This customer has not written to you, so WhatsApp only accepts a template. You can answer as soon as they write.',
  )
}

async function requireChatAccount(prisma: PrismaClient, orgId: string, id: string): Promise<void> {
  const account =
    validate(id) && (await prisma.chatAccount.findFirst({ where: { orgId, id, removedAt: null } }))
  if (!account) throw notFound()
}
