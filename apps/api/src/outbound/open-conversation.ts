import type { TemplateToSend } from '@cloudpa/contracts/templates'
import type { SendMessage } from '@cloudpa/contracts/send'
import type { ChatAccount, Tx } from '@cloudpa/db'
import type { z } from 'zod'
import { recordContacts } from '../contacts/change-contacts.js'
import { findHandles, lockHandles } from '../contacts/find-handles.js'
import { phoneVariants } from '../contacts/phone-variants.js'
import { readPhone } from '../contacts/read-phone.js'
import { AppError } from '../platform/app-error.js'
import { newId } from '../platform/new-id.js'
import { findTemplate } from '../templates/hold-template.js'

/** A template to somebody who never wrote. */
export type Opening = Pick<SendMessage, 'to' | 'chatAccountId'> & { template: z.infer<typeof TemplateToSend> }

/**
 * Finds or makes the conversation with a number, and its contact, where nobody wrote yet. It is empty: whoever calls this
 * stores the template in the same transaction.
 * @throws {AppError} recipient_unreadable, template_gone, which_number, or conversation_elsewhere where the contact's
 * conversation goes to another number of theirs
 */
export async function openConversation(tx: Tx, orgId: string, opening: Opening): Promise<string> {
  // A WhatsApp user id stands for somebody on one number of the org's only, who wrote to it.
  const phone = readPhone(opening.to, null)
  if (!phone) throw new AppError('recipient_unreadable')
  const { id: chatAccountId } = await numberFor(tx, orgId, opening)
  const contactId = await contactOf(tx, orgId, chatAccountId, phone)
  const key = { contactId_chatAccountId_orgId: { contactId, chatAccountId, orgId } }
  const known = await tx.conversation.findUnique({ where: key })
  if (known && !phoneVariants(phone).includes(known.replyAddress))
    throw new AppError('conversation_elsewhere', { number: known.replyAddress })
  if (known) return known.id
  const id = newId()
  // Its first message moves it to where that has its place.
  const place = { lastPosition: 0, lastMessageAt: new Date(0) }
  await tx.conversation.create({
    data: { orgId, id, contactId, chatAccountId, replyAddress: phone, ...place },
  })
  return id
}

/** The number that is asked for, else the only one that the template can leave from. */
async function numberFor(tx: Tx, orgId: string, { chatAccountId, template }: Opening): Promise<ChatAccount> {
  const { accountSid } = await findTemplate(tx, orgId, template.templateId)
  const asked = chatAccountId === undefined ? { active: true, accountSid } : { id: chatAccountId }
  const [number, another] = await tx.chatAccount.findMany({ where: { orgId, removedAt: null, ...asked } })
  if (!number || another) throw new AppError('which_number')
  return number
}

/** Who has a phone, in any of its forms; somebody new where nobody has. */
async function contactOf(tx: Tx, orgId: string, chatAccountId: string, phone: string): Promise<string> {
  const handle = { orgId, contactId: '', kind: 'phone' as const, value: phone, chatAccountId: null }
  // As where messages are ingested: it keeps two from making two contacts of one person.
  await lockHandles(tx, [handle])
  const [known] = await findHandles(tx, [{ orgId, chatAccountId, phone, userId: undefined }])
  if (known) return known.contactId
  const contactId = newId()
  await tx.contact.create({ data: { orgId, id: contactId } })
  await tx.handle.create({ data: { orgId, id: newId(), contactId, kind: 'phone', value: phone } })
  await recordContacts(tx, orgId, { told: [contactId], renamed: [] })
  return contactId
}
