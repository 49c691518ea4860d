import type { ContactDetail, MergeAnswer, MergeContact, UndoMerge } from '@cloudpa/contracts/contacts'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { AppError } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { requireDetail } from './contacts.service.js'
import { findWriters } from './find-writers.js'
import { mergeContacts } from './merge-contacts.js'
import { partContacts } from './part-contacts.js'

type Org = Pick<CurrentMember, 'orgId'>

/** Makes one contact of two, and two of one again. */
@Injectable()
export class MergeService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /** @throws {AppError} not_found; merge_self, merge_same_number and merge_too_much say why it can't be */
  async merge({ orgId }: Org, id: string, { otherId }: MergeContact): Promise<MergeAnswer> {
    // As the database writes them.
    const [keptId, goneId] = [id.toLowerCase(), otherId.toLowerCase()]
    if (keptId === goneId) throw new AppError('merge_self')
    const answer = await this.door.forOrg(orgId, async (tx) => {
      const mergeId = await mergeContacts(tx, orgId, { keptId, goneId })
      return { contact: await requireDetail(tx, orgId, keptId), mergeId }
    })
    await this.hints.publish('events', [orgId])
    return answer
  }

  /** @throws {AppError} not_found; merge_changed and merge_wrote when it would not be as it was */
  async undo({ orgId }: Org, id: string, { mergeId }: UndoMerge): Promise<ContactDetail> {
    const writers = await findWriters(this.door, orgId, mergeId)
    const detail = await this.door.forOrg(orgId, async (tx) => {
      await partContacts(tx, orgId, { keptId: id.toLowerCase(), mergeId, writers })
      return requireDetail(tx, orgId, id)
    })
    await this.hints.publish('events', [orgId])
    return detail
  }
}
