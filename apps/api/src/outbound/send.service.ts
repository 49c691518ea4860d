import type { Message as MessageContract, SendMessage, SendReply } from '@cloudpa/contracts/messages'
import { setTimeout } from 'node:timers/promises'
import type { ChatAccount, Door, Message, Tx } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bullmq'
import type { CurrentMember } from '../auth/member.decorator.js'
import type { Env } from '../env.js'
import { recordEvents } from '../events/record-events.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { newId } from '../platform/new-id.js'
import { SparingLog } from '../platform/sparing-log.js'
import { HintPublisher } from '../realtime/hints.js'
import { DeliverService } from './deliver.service.js'
import { findConversationFor } from './find-conversation.js'
import { windowMs } from './free-text-window.js'
import { ImmediateLine } from './immediate-line.js'
import { presentMessage } from './present-message.js'
import { SEND_JOB, SEND_QUEUE, type SendPayload } from './send.job.js'

type Sender = Pick<CurrentMember, 'orgId' | 'memberId' | 'keyId'>

/** How long an immediate send waits for its outcome; after that the answer says queued, which is the truth. */
const immediateMs = 20_000
/** Another worker may be at the message before this one; its row is looked at this often. */
const pollMs = 100

interface OpenWindow {
  isOpen: boolean | null
  occurredAt: Date
  /** Of the reply that is about to be stored. */
  position: bigint
}

/** Takes replies: a row first, then a job, then 202. */
@Injectable()
export class SendService {
  private readonly queueLog = new SparingLog(new Logger('send'))
  /** One org's bulk, or its Twilio that hangs, leaves the database and the others' immediate sends alone. */
  private readonly line: ImmediateLine

  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectQueue(SEND_QUEUE) private readonly queue: Queue<SendPayload>,
    private readonly deliverer: DeliverService,
    private readonly hints: HintPublisher,
    @InjectEnv() env: Env,
  ) {
    this.line = new ImmediateLine(env.SEND_CONCURRENCY)
  }

  /**
   * Stores a reply and wakes the worker. The same clientId again answers with the message it made the first time.
   * @throws {AppError} window_closed when the customer wrote more than 24 hours ago
   */
  async reply(sender: Sender, conversationId: string, input: SendReply): Promise<MessageContract> {
    const message = await this.store(sender, conversationId, input)
    this.wake(message)
    return presentMessage(message)
  }

  /** The same by address. With `immediate` it waits for Twilio, and the answer carries the outcome. */
  async sendTo(sender: Sender, input: SendMessage): Promise<MessageContract> {
    const conversationId = await this.door.readOrg(sender.orgId, (tx) =>
      findConversationFor(tx, sender.orgId, input),
    )
    const message = await this.store(sender, conversationId, input)
    if (!input.immediate) {
      this.wake(message)
      return presentMessage(message)
    }
    return presentMessage(await this.sendNow(message))
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

  private async store(sender: Sender, conversationId: string, input: SendReply): Promise<Message> {
    const { orgId } = sender
    const reply = { ...authorOf(sender), conversationId, body: input.body, clientId: input.clientId }
    try {
      const { message, isNew } = await this.door.forOrg(orgId, async (tx) => {
        const sentBefore = await findSent(tx, reply)
        return sentBefore
          ? { message: sentBefore, isNew: false }
          : { message: await insert(tx, reply), isNew: true }
      })
      if (isNew) await this.hints.publish('events', [orgId])
      return message
    } catch (error) {
      const winner = isDuplicate(error) && (await this.door.readOrg(orgId, (tx) => findSent(tx, reply)))
      if (winner) return winner
      throw error
    }
  }

  /** Not awaited: the row is the promise, and the sweeper delivers what no job does. */
  private wake({ orgId, conversationId }: Message): void {
    this.queue
      .add(SEND_JOB, { orgId, conversationId })
      .catch((error: unknown) =>
        this.queueLog.warn(`the queue did not take a job, the sweeper will: ${String(error)}`),
      )
  }
}

type Author = Pick<Message, 'orgId' | 'authorKind'> & { authorId: string }
type Reply = Author & { conversationId: string; body: string; clientId: string }

/** @throws {AppError} conflict when the author used the clientId for another message */
async function findSent(tx: Tx, reply: Reply): Promise<Message | null> {
  const { orgId, authorId, clientId } = reply
  const key = { authorId_clientId_orgId: { orgId, authorId, clientId } }
  const message = await tx.message.findUnique({ where: key })
  if (message && (message.conversationId !== reply.conversationId || message.body !== reply.body)) {
    throw new AppError('client_id_used')
  }
  return message
}

/** @throws {AppError} not_found, account_inactive or window_closed */
async function insert(tx: Tx, reply: Reply): Promise<Message> {
  const { orgId, conversationId } = reply
  const conversation = await tx.conversation.findUnique({
    where: { id_orgId: { orgId, id: conversationId } },
    select: { chatAccount: true },
  })
  if (!conversation) throw notFound()
  refuseIfInactive(conversation.chatAccount)
  // The conversation first: replies get their places in the order in which they get hold of it.
  const [window] = await tx.$queryRaw<OpenWindow[]>`
    SELECT last_inbound_at > clock_timestamp() - ${windowMs} * interval '1 millisecond' AS "isOpen",
           clock_timestamp() AS "occurredAt",
           greatest(last_position + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) AS position
    FROM conversation
    WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid FOR NO KEY UPDATE`
  if (!window?.isOpen) throw new AppError('window_over')
  const { position, occurredAt } = window
  const chatAccountId = conversation.chatAccount.id
  const row = await tx.message.create({
    data: {
      ...reply,
      id: newId(),
      chatAccountId,
      direction: 'outbound',
      status: 'queued',
      position,
      occurredAt,
    },
  })
  await tx.$executeRaw`
    WITH changed AS (
      UPDATE conversation SET last_position = ${row.position},
                              last_message_at = greatest(last_message_at, ${row.occurredAt}),
                              returned = NULL,
                              revision = revision + 1
      WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid
      RETURNING org_id, 'message'::text AS kind, id AS conversation_id, ${row.id}::uuid AS message_id, 0 AS place
    ), ${recordEvents}
    SELECT 1`
  return row
}

function authorOf({ orgId, memberId, keyId }: Sender): Author {
  if (memberId !== null) return { orgId, authorKind: 'member', authorId: memberId }
  if (keyId !== null) return { orgId, authorKind: 'api_key', authorId: keyId }
  throw new Error('A reply comes from a member or an API key.')
}

function refuseIfInactive(account: ChatAccount): void {
  if (account.removedAt) throw new AppError('number_removed')
  if (!account.active) throw new AppError('number_off')
}
