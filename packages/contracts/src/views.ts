import { z } from 'zod'
import { ConversationFilter } from './conversations.js'
import { Name } from './names.js'
import { mostOwnViews, mostSharedViews } from './view-limits.js'

/** A list of conversations that is looked at again and again, under a name: a filter, a label, or those of both. */
export const View = z
  .object({
    id: z.string(),
    name: z.string(),
    /** As `?filter=` names it; a newer version may know others. */
    filter: z.string(),
    /** The id of a label: only those that have it. A view goes with its label. */
    label: z.string().nullable(),
    /** Whether everybody of the org has it; else only who saved it. */
    shared: z.boolean(),
  })
  .meta({ id: 'View' })
export type View = z.infer<typeof View>

/** Shared ones, then one's own, each in the order that they were given; an API key has none of its own. */
export const ViewList = z.object({ items: z.array(View) }).meta({ id: 'ViewList' })
export type ViewList = z.infer<typeof ViewList>

const Place = z
  .number()
  .int()
  .min(0)
  .max(Math.max(mostOwnViews, mostSharedViews))
  .describe('which one it is to be of the shared ones, or of one’s own, from 0 on')

export const CreateView = z
  .strictObject({
    name: Name,
    filter: ConversationFilter.default('all'),
    label: z.uuid().nullable().default(null),
    shared: z.boolean(),
    /** The last, if it is left out. */
    place: Place.optional(),
  })
  .meta({ id: 'CreateView' })
export type CreateView = z.infer<typeof CreateView>

/** What is left out stays as it is; one that becomes another’s is the last of theirs. */
export const UpdateView = z
  .strictObject({
    name: Name,
    filter: ConversationFilter,
    label: z.uuid().nullable(),
    shared: z.boolean(),
    place: Place,
  })
  .partial()
  .meta({ id: 'UpdateView' })
export type UpdateView = z.infer<typeof UpdateView>
