import type { Message } from '@cloudpa/contracts/messages'
import type {
  ScheduledList,
  ScheduledMessage,
  ScheduledQuery,
  ScheduleMessage,
} from '@cloudpa/contracts/scheduled'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { SendingMember } from '../auth/member.decorator.js'
import { Uploads } from '../media/uploads.service.js'
import { InjectDoor } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { HintPublisher } from '../realtime/hints.js'
import { fileOf, type FileToSend } from './compose.js'
import { authorOf } from './message-store.js'
import { presentMessage } from './present-message.js'
import { presentScheduled } from './present-scheduled.js'
import {
  contentToSend,
  findScheduled,
  holdScheduled,
  insertScheduled,
  leave,
  refuseUnschedulable,
  removeScheduled,
  whereItWent,
  withMedia,
  type ScheduledRow,
  type Scheduling,
} from './scheduled-rows.js'
import { SendService } from './send.service.js'

const listed = 200

/** What members and programs want to be sent later, until it leaves (schedule-alarm.ts). */
@Injectable()
export class ScheduledService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly uploads: Uploads,
    private readonly hints: HintPublisher,
    private readonly sender: SendService,
  ) {}

  async list({ orgId }: SendingMember, { conversationId }: ScheduledQuery): Promise<ScheduledList> {
    const where = { orgId, ...(conversationId && { conversationId }) }
    const rows = await this.door.readOrg(orgId, (tx) =>
      tx.scheduledMessage.findMany({
        where,
        orderBy: [{ sendAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
        take: listed,
        ...withMedia,
      }),
    )
    return { items: rows.map(presentScheduled) }
  }

  /**
   * Keeps what is to be sent later. The same clientId again answers with what it kept the first time.
   * @throws {AppError} send_past, send_too_far, too_many_scheduled, and what is wrong with the conversation or the file
   */
  async schedule(sender: SendingMember, input: ScheduleMessage): Promise<ScheduledMessage> {
    const { clientId, conversationId, at, afterMessageId } = input
    const scheduling: Scheduling = {
      author: authorOf(sender),
      clientId,
      conversationId,
      content: contentToSend(input),
      sendAt: at === undefined ? null : new Date(at),
      afterMessageId,
    }
    const file = fileOf(scheduling)
    return presentScheduled(
      file ? await this.keepWith(sender, scheduling, file) : await this.keep(scheduling),
    )
  }

  /** @throws {AppError} not_found, or scheduled_left when it is on its way */
  async cancel({ orgId }: SendingMember, id: string): Promise<ScheduledMessage> {
    const row = await this.door.forOrg(orgId, (tx) => removeScheduled(tx, orgId, id))
    await this.hints.publish('events', [orgId])
    return presentScheduled(row)
  }

  /** Sends it now, in its author's name. @throws {AppError} why it can't be sent: then it stays as it is */
  async sendNow({ orgId }: SendingMember, id: string): Promise<Message> {
    const message = await this.door.forOrg(orgId, async (tx) => {
      const row = await holdScheduled(tx, orgId, id)
      if (!row) throw await whereItWent(tx, orgId, id)
      return leave(tx, row, false)
    })
    await this.hints.publish('events', [orgId])
    this.sender.wake(message)
    return presentMessage(message)
  }

  private async keepWith(
    sender: SendingMember,
    scheduling: Scheduling,
    file: FileToSend,
  ): Promise<ScheduledRow> {
    const before = await this.door.readOrg(sender.orgId, async (tx) => {
      const kept = await findScheduled(tx, scheduling)
      // A copy of a file takes a while and room: none is made for what is refused.
      if (!kept) await refuseUnschedulable(tx, scheduling)
      return kept
    })
    if (before) return before
    return this.uploads.withUnsent(sender, file, (uploadId) => this.keep({ ...scheduling, uploadId }))
  }

  private async keep(scheduling: Scheduling): Promise<ScheduledRow> {
    const { orgId } = scheduling.author
    try {
      const { row, isNew } = await this.door.forOrg(orgId, async (tx) => {
        const before = await findScheduled(tx, scheduling)
        return before
          ? { row: before, isNew: false }
          : { row: await insertScheduled(tx, scheduling), isNew: true }
      })
      if (isNew) await this.hints.publish('events', [orgId])
      return row
    } catch (error) {
      const winner =
        isDuplicate(error) && (await this.door.readOrg(orgId, (tx) => findScheduled(tx, scheduling)))
      if (winner) return winner
      throw error
    }
  }
}
