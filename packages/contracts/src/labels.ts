import { z } from 'zod'
import { Name } from './names.js'

/** The twelve hues of the design, in its order. */
export const LabelColor = z.enum([
  'red',
  'orange',
  'ochre',
  'olive',
  'green',
  'jade',
  'teal',
  'blue',
  'indigo',
  'violet',
  'purple',
  'pink',
])
export type LabelColor = z.infer<typeof LabelColor>

/** What an org sorts its conversations by. */
export const Label = z.object({ id: z.string(), name: z.string(), color: LabelColor }).meta({ id: 'Label' })
export type Label = z.infer<typeof Label>

/** By name. */
export const LabelList = z.object({ items: z.array(Label) }).meta({ id: 'LabelList' })
export type LabelList = z.infer<typeof LabelList>

/** A label with how many conversations have it, open or not: what its deletion takes it off. */
export const LabelDetail = Label.extend({ conversations: z.number().int() }).meta({ id: 'LabelDetail' })
export type LabelDetail = z.infer<typeof LabelDetail>

export const CreateLabel = z.strictObject({ name: Name, color: LabelColor }).meta({ id: 'CreateLabel' })
export type CreateLabel = z.infer<typeof CreateLabel>

export const UpdateLabel = CreateLabel.partial().meta({ id: 'UpdateLabel' })
export type UpdateLabel = z.infer<typeof UpdateLabel>
