import type { Message as MessageContract } from '@cloudpa/contracts/messages'
import type { SendMessage, SendReply } from '@cloudpa/contracts/send'
import { setTimeout } from 'node:timers/promises'
import type { Door, Message } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bullmq'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { SparingLog } from '../platform/sparing-log.js'
import { DeliverService } from './deliver.service.js'
import { findConversationFor } from './find-conversation.js'
import { ImmediateLine } from './immediate-line.js'
import type { SendingMember } from '../auth/member.decorator.js'
import { MessageStore } from './message-store.js'
import { presentMessage } from './present-message.js'
import { SEND_JOB, SEND_QUEUE, type SendPayload } from './send.job.js'

/** How long an immediate send waits for its outcome; after that the answer says queued, which is the truth. */
const immediateMs = 20_000
/** Another worker may be at the message before this one; its row is looked at this often. */
const pollMs = 100

/** Takes replies: a row first, then a job, then 202. */
@Injectable()
export class SendService {
  private readonly queueLog = new SparingLog(new Logger('send'))
  /** Keeps one org's bulk, or a hanging Twilio, from blocking the database and other orgs' immediate sends. */
  private readonly line: ImmediateLine

  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectQueue(SEND_QUEUE) private readonly queue: Queue<SendPayload>,
    private readonly deliverer: DeliverService,
    private readonly messages: MessageStore,
    @InjectEnv() env: Env,
  ) {
    this.line = new ImmediateLine(env.SEND_CONCURRENCY)
  }

  /**
   * Stores a reply and wakes the worker. The same clientId again answers with the message it made the first time.
   * @throws {AppError} window_closed when the customer wrote more than 24 hours ago
   */
  async reply(sender: SendingMember, conversationId: string, input: SendReply): Promise<MessageContract> {
    const message = await this.messages.store(sender, conversationId, input)
    this.wake(message)
    return presentMessage(message)
  }

  /**
   * The same by address. With `immediate` it waits for Twilio, and the answer carries the outcome.
   * @throws {AppError} window_closed when the customer never wrote: WhatsApp lets nobody start with free text
   */
  async sendTo(sender: SendingMember, input: SendMessage): Promise<MessageContract> {
    const message = await this.storeTo(sender, input)
    if (!input.immediate) {
      this.wake(message)
      return presentMessage(message)
    }
    return presentMessage(await this.sendNow(message))
  }

  private async storeTo(sender: SendingMember, input: SendMessage): Promise<Message> {
    const { to, chatAccountId, content, clientId } = input
    const conversationId = await this.door.readOrg(sender.orgId, (tx) =>
      findConversationFor(tx, sender.orgId, input),
    )
    if (conversationId !== undefined) return this.messages.store(sender, conversationId, input)
    if (content?.kind !== 'template') throw new AppError('never_wrote')
    return this.messages.storeFirst(sender, { to, chatAccountId, template: content }, clientId)
  }

  /** Delivers in this process, behind what waits before it in the conversation; a queue takes over what takes long. */
  private async sendNow(message: Message): Promise<Message> {
    const { orgId, conversationId, id } = message
    const until = new Deadline(immediateMs)
    const byId = { where: { id_orgId: { orgId, id } } }
    const hasTime = () => until.leftMs() > pollMs && !this.deliverer.isStopping
    const place = this.line.enter(orgId)
    try {
      while (!place.isUp() && hasTime()) await setTimeout(pollMs)
      for (let pause = new Deadline(0); ;) {
        if (pause.leftMs() <= 0 && hasTime())
          pause = new Deadline((await this.deliverer.deliverNext(orgId, conversationId)) ?? Infinity)
        const now = await this.door.readOrg(orgId, (tx) => tx.message.findUniqueOrThrow(byId))
        const undecided = now.sid === null && (now.status === 'queued' || now.status === 'sending')
        if (!undecided || !hasTime()) return now
        if (pause.leftMs() > 0) await setTimeout(pollMs)
      }
    } finally {
      place.leave()
      // For what waits behind it, and for itself when it is not through.
      this.wake(message)
    }
  }

  /** Has what waits in a message's conversation sent. Not awaited: the row is the promise, and the sweeper delivers what no job does. */
  wake({ orgId, conversationId }: Message): void {
    this.queue
      .add(SEND_JOB, { orgId, conversationId })
      .catch((error: unknown) =>
        this.queueLog.warn(`the queue did not take a job, the sweeper will: ${String(error)}`),
      )
  }
}
