import type { CreateLabel, Label, LabelDetail, LabelList, UpdateLabel } from '@cloudpa/contracts/labels'
import { maxLabels } from '@cloudpa/contracts/triage'
import type { Door, Label as LabelRow, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { recordEvent } from '../events/record-events.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { newId } from '../platform/new-id.js'
import { HintPublisher } from '../realtime/hints.js'
import { countLabelled, takeOff } from './take-off.js'

type Org = Pick<CurrentMember, 'orgId'>

/** A label is taken off so many conversations by one transaction: it holds their locks for some ten milliseconds. */
const maxAtOnce = 500

/** What an org sorts its conversations by. */
@Injectable()
export class LabelsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  async list({ orgId }: Org): Promise<LabelList> {
    const rows = await this.door.readOrg(orgId, (tx) => tx.label.findMany({ where: { orgId } }))
    const byName = new Intl.Collator('en').compare
    return { items: rows.map(present).toSorted((one, other) => byName(one.name, other.name)) }
  }

  get({ orgId }: Org, id: string): Promise<LabelDetail> {
    return this.door.readOrg(orgId, async (tx) => {
      const row = await tx.label.findUnique({ where: { id_orgId: { orgId, id } } })
      if (!row) throw notFound()
      return { ...present(row), conversations: await countLabelled(tx, orgId, id) }
    })
  }

  create({ orgId }: Org, input: CreateLabel): Promise<Label> {
    return this.change(orgId, input.name, async (tx) => {
      // Two that are made at the same moment must not both be the last that may be.
      await tx.$queryRaw`SELECT 1 FROM org WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`
      if ((await tx.label.count({ where: { orgId } })) >= maxLabels)
        throw new AppError('too_many_labels', { maximum: maxLabels })
      return tx.label.create({ data: { orgId, id: newId(), ...input } })
    })
  }

  update({ orgId }: Org, id: string, input: UpdateLabel): Promise<Label> {
    return this.change(orgId, input.name ?? '', async (tx) => {
      const [row] = await tx.label.updateManyAndReturn({ where: { orgId, id }, data: input })
      if (!row) throw notFound()
      return row
    })
  }

  /**
   * Deletes a label for good, and takes it off the conversations that have it: many of them step by step, as a message
   * that arrives meanwhile waits for its conversation.
   */
  async remove({ orgId }: Org, id: string): Promise<void> {
    let taken = 0
    do {
      taken = await this.door.forOrg(orgId, (tx) => takeOff(tx, orgId, id, maxAtOnce))
    } while (taken === maxAtOnce)
    await this.door.forOrg(orgId, async (tx) => {
      // First, as views do: one that is changed meanwhile goes with its label, or is changed before.
      await tx.$queryRaw`SELECT 1 FROM org WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`
      // From now on nobody puts it on any more.
      const rows = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM label WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid FOR UPDATE`
      if (rows.length === 0) throw notFound()
      await takeOff(tx, orgId, id)
      await tx.label.delete({ where: { id_orgId: { orgId, id } } })
      await recordEvent(tx, { orgId, kind: 'label' })
    })
    await this.hints.publish('events', [orgId])
  }

  private async change(orgId: string, name: string, make: (tx: Tx) => Promise<LabelRow>): Promise<Label> {
    try {
      const row = await this.door.forOrg(orgId, async (tx) => {
        const made = await make(tx)
        await recordEvent(tx, { orgId, kind: 'label' })
        return made
      })
      await this.hints.publish('events', [orgId])
      return present(row)
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('label_exists', { name })
      throw error
    }
  }
}

const present = ({ id, name, color }: LabelRow): Label => ({ id, name, color })
