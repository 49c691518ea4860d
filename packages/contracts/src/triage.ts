import { z } from 'zod'
import { Conversation, ConversationReturn, ConversationState } from './conversations.js'

/** When a snoozed conversation comes back, within a year from now; null is when the customer writes, which brings it back in any case. */
const Until = z.iso.datetime({ offset: true }).nullable()

export const Snooze = z.strictObject({ until: Until }).meta({ id: 'Snooze' })
export type Snooze = z.infer<typeof Snooze>

export const Star = z.strictObject({ starred: z.boolean() }).meta({ id: 'Star' })
export type Star = z.infer<typeof Star>

/** More labels an org doesn't have. */
export const maxLabels = 100

/** Nor a conversation more than these: each of its messages moves a row of every one. */
export const maxLabelsOn = 20

const changeOfLabels = {
  add: z.array(z.uuid()).max(maxLabels).default([]),
  /** What was not on is not missed. */
  remove: z.array(z.uuid()).max(maxLabels).default([]),
}

export const ChangeLabels = z.strictObject(changeOfLabels).meta({ id: 'ChangeLabels' })
export type ChangeLabels = z.infer<typeof ChangeLabels>

const memberId = z.uuid().nullable()

/** Who is to answer: a member of the org, or with null nobody in particular. */
export const Assign = z.strictObject({ memberId }).meta({ id: 'Assign' })
export type Assign = z.infer<typeof Assign>

/** What a member does with conversations. */
export const Act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('reopen') }),
  z.strictObject({ kind: z.literal('snooze'), until: Until }),
  z.strictObject({ kind: z.literal('star'), starred: z.boolean() }),
  z.strictObject({ kind: z.literal('unread') }),
  z.strictObject({ kind: z.literal('read') }),
  /** What is both added and removed is removed. */
  z.strictObject({ kind: z.literal('labels'), ...changeOfLabels }),
  z.strictObject({ kind: z.literal('assign'), memberId }),
])
export type Act = z.infer<typeof Act>

/** So many conversations at once. */
export const maxBulk = 200

export const Bulk = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(maxBulk),
    action: Act,
    /**
     * The position of the last message that was seen of each: done and snooze leave a conversation alone in which the
     * customer wrote behind it, and read goes no further.
     */
    seen: z.record(z.uuid(), z.number().int().nonnegative()).optional(),
  })
  .meta({ id: 'Bulk' })
export type Bulk = z.infer<typeof Bulk>

/** Where a conversation stood. */
const Stand = z
  .strictObject({
    state: ConversationState,
    snoozedUntil: z.iso.datetime().nullable(),
    returned: ConversationReturn.nullable(),
    /** The customer's last message, and the last of all: what was not seen is neither put away nor marked as new. */
    lastInbound: z.number().int().nonnegative(),
    lastPosition: z.number().int().nonnegative(),
  })
  .refine(({ state, snoozedUntil }) => state === 'snoozed' || snoozedUntil === null, {
    path: ['snoozedUntil'],
    error: 'Only a snoozed conversation has a time to come back.',
  })
  .refine(({ state, returned }) => state === 'open' || returned === null, {
    path: ['returned'],
    error: 'Only an open conversation has come back.',
  })

/** What an act changed of a conversation, as it was before; the rest is null, and stays as it is. */
const Before = z.strictObject({
  id: z.uuid(),
  /** The number of the act. Whoever acted later wins: then nothing is restored. */
  act: z.number().int(),
  /** The number of the act before, which is the last one again once this one is taken back. */
  prior: z.int32().nonnegative(),
  stand: Stand.nullable(),
  starred: z.boolean().nullable(),
  labels: z.array(z.uuid()).max(maxLabels).nullable().default(null),
  assignee: Assign.nullable().default(null),
  /** How far it was read, and how far the act left it read: somebody who read on since wins too. */
  reading: z
    .strictObject({ from: z.number().int().nonnegative(), to: z.number().int().nonnegative() })
    .nullable(),
})

/** What POST …/bulk/undo takes back: the conversations that an act changed. Clients only pass it back. */
export const Undo = z.array(Before).max(maxBulk).meta({ id: 'Undo' })
export type Undo = z.infer<typeof Undo>

export const UndoBulk = z.strictObject({ undo: Undo.min(1) }).meta({ id: 'UndoBulk' })
export type UndoBulk = z.infer<typeof UndoBulk>

/** The conversations that were named, as they are now. */
export const ActedOn = z.object({ items: z.array(Conversation) }).meta({ id: 'ActedOn' })
export type ActedOn = z.infer<typeof ActedOn>

/** The same with the way back, which is empty when nothing changed. */
export const BulkAnswer = ActedOn.extend({ undo: Undo }).meta({ id: 'BulkAnswer' })
export type BulkAnswer = z.infer<typeof BulkAnswer>
