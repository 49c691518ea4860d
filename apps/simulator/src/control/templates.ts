import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { approvalStatuses, type Template } from '../model.js'
import type { Simulator } from '../simulator.js'
import { ControlError, parse } from './parse.js'
import { presentTemplate } from './present.js'

const decisionInput = z.strictObject({
  status: z.enum([...approvalStatuses, 'unsubmitted']),
  rejectionReason: z.string().optional(),
})
const reviewInput = z.strictObject({ mode: z.enum(['manual', 'auto']) })

/** What WhatsApp says when nobody gave it a reason. */
const usualReason = 'INVALID_FORMAT: the sample content doesn’t match the template.'

/** WhatsApp's side of templates: looking at them, approving, rejecting, pausing and disabling them. */
export function templateRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/templates', () => allTemplates(sim).map(presentTemplate))

  app.put<{ Params: { sid: string } }>('/templates/:sid', (request) => {
    const { sid } = request.params
    const template = allTemplates(sim).find((each) => each.sid === sid)
    if (template === undefined)
      throw new ControlError(404, `No template ${sid}; GET /_sim/templates lists them.`)
    const { status, rejectionReason } = parse(decisionInput, request.body)
    if (status === 'unsubmitted') sim.templates.decide(template, null)
    else {
      const { friendlyName: name } = template
      const submitted = template.approval ?? { name, category: 'UTILITY' as const }
      const reason = status === 'rejected' ? (rejectionReason ?? usualReason) : ''
      sim.templates.decide(template, { ...submitted, status, rejectionReason: reason })
    }
    return presentTemplate(template)
  })

  app.get('/review', () => ({ mode: sim.templates.review }))
  app.put('/review', (request) => {
    sim.templates.setReview(parse(reviewInput, request.body).mode)
    return { mode: sim.templates.review }
  })
}

/** The templates of every registered account. */
export function allTemplates({ store, templates }: Simulator): Template[] {
  return [...store.accounts.keys()].flatMap((sid) => templates.of(sid))
}
