import type { SendReply } from '@cloudpa/contracts/send'
import type { Door, Message } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { SendingMember } from '../auth/member.decorator.js'
import { Uploads } from '../media/uploads.service.js'
import { AppError } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { HintPublisher } from '../realtime/hints.js'
import { compose, fileOf, isLongText, type FileToSend } from './compose.js'
import { openConversation, type Opening } from './open-conversation.js'
import {
  findSent,
  refuseEarly,
  refuseUnstorable,
  storeMessages,
  type Author,
  type Sending,
} from './store-messages.js'

/** Where replies begin: as rows that wait to be sent. */
@Injectable()
export class MessageStore {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly uploads: Uploads,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Stores a reply, as several messages where it is longer than one.
   * @returns the first of them; the same clientId again gives the one of the first time
   * @throws {AppError} what is wrong with it, its file or its conversation
   */
  async store(sender: SendingMember, conversationId: string, input: SendReply): Promise<Message> {
    const { orgId } = sender
    const to = { author: authorOf(sender), conversationId }
    if (isLongText(input)) await this.door.readOrg(orgId, (tx) => refuseEarly(tx, to, input.clientId))
    const sending: Sending = { ...to, messages: compose(input) }
    const file = sending.messages[0] && fileOf(sending.messages[0])
    if (!file) return this.storeOnce(orgId, sending)
    const before = await this.door.readOrg(orgId, async (tx) => {
      const sent = await findSent(tx, sending)
      // A copy of a file takes a while and room: none is made for what is refused.
      if (!sent) await refuseUnstorable(tx, sending)
      return sent
    })
    if (before) return before
    try {
      return await this.storeWith(sender, sending, file)
    } catch (error) {
      if (!isGone(error)) throw error
      // Another message took it at this moment: this one gets a copy.
      return this.storeWith(sender, sending, file)
    }
  }

  /**
   * Stores a template to somebody who never wrote, with the conversation that it opens.
   * @throws {AppError} what is wrong with the number or the template
   */
  async storeFirst(sender: SendingMember, opening: Opening, clientId: string): Promise<Message> {
    const { orgId } = sender
    const messages = compose({ clientId, content: opening.template })
    const store = () =>
      this.door.forOrg(orgId, async (tx) => {
        const conversationId = await openConversation(tx, orgId, opening)
        const sending = { author: authorOf(sender), conversationId, messages }
        // Whoever asked twice at once waited for the contact, and finds the message that the first one made.
        return (await findSent(tx, sending)) ?? storeMessages(tx, sending)
      })
    const message = await store().catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
      // The customer wrote at this moment for the first time: by now the conversation is there.
      return store()
    })
    await this.hints.publish('events', [orgId])
    return message
  }

  private storeWith(sender: SendingMember, sending: Sending, file: FileToSend): Promise<Message> {
    return this.uploads.withUnsent(sender, file, (uploadId) =>
      this.storeOnce(sender.orgId, { ...sending, uploadId }),
    )
  }

  private async storeOnce(orgId: string, sending: Sending): Promise<Message> {
    try {
      const { message, isNew } = await this.door.forOrg(orgId, async (tx) => {
        const sentBefore = await findSent(tx, sending)
        return sentBefore
          ? { message: sentBefore, isNew: false }
          : { message: await storeMessages(tx, sending), isNew: true }
      })
      if (isNew) await this.hints.publish('events', [orgId])
      return message
    } catch (error) {
      const isLate = isDuplicate(error) || isGone(error)
      const winner = isLate && (await this.door.readOrg(orgId, (tx) => findSent(tx, sending)))
      if (winner) return winner
      throw error
    }
  }
}

const isGone = (error: unknown) => error instanceof AppError && error.params.reason === 'file_gone'

/** Who sends, as the row of a message names them. */
export function authorOf({ orgId, memberId, keyId }: SendingMember): Author {
  if (memberId !== null) return { orgId, authorKind: 'member', authorId: memberId }
  if (keyId !== null) return { orgId, authorKind: 'api_key', authorId: keyId }
  throw new Error('A reply comes from a member or an API key.')
}
