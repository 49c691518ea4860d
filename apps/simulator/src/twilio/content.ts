import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account, Template } from '../model.js'
import type { Simulator } from '../simulator.js'
import { shownType } from '../templates.js'
import type { WithAccount } from './auth.js'
import { approvalOf, contentAddress, contentResource, contentWithApproval } from './content-resource.js'
import { notFound, TwilioError } from './errors.js'
import { pageOf } from './paging.js'
import { queryOf } from './request.js'

const host = '/content.twilio.com'
const pageLimit = 500

const actions = z.array(z.looseObject({ title: z.string().optional() })).max(10)
const words = z.string().min(1).max(1600)

/** The types that a phone shows here, each with what the Content API asks of it (twilio-oai content_v1). */
const types = z
  .object({
    'twilio/text': z.looseObject({ body: words }),
    'twilio/media': z.looseObject({ body: z.string().optional(), media: z.array(z.string()).min(1) }),
    'twilio/quick-reply': z.looseObject({ body: words, actions }),
    'twilio/call-to-action': z.looseObject({ body: words, actions }),
    'twilio/list-picker': z.looseObject({
      body: words,
      button: z.string().min(1).max(20),
      items: z
        .array(z.looseObject({ id: z.string(), item: z.string() }))
        .min(1)
        .max(10),
    }),
    'twilio/card': z.looseObject({ title: words, actions: actions.optional() }),
    'twilio/location': z.looseObject({ latitude: z.number(), longitude: z.number() }),
    'whatsapp/card': z.looseObject({ body: words, actions: actions.optional() }),
    'whatsapp/authentication': z.looseObject({ actions }),
  })
  .partial()
  // Twilio has more of them, which no phone shows here.
  .catchall(z.looseObject({}))
  .refine((given) => Object.keys(given).length > 0, 'one type at least is needed')

const createInput = z.looseObject({
  friendly_name: z.string().max(450).default(''),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, 'must look like en or pt_BR'),
  variables: z.record(z.string().regex(/^\w{1,16}$/), z.string().max(1600)).default({}),
  types,
})

const submitInput = z.looseObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'may have small letters, digits and underscores only'),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
})

/** WhatsApp has no such templates; they can be sent in an open conversation alone (Twilio docs, list picker, location). */
const neverSubmitted = ['twilio/list-picker', 'twilio/location']

/** The Content API: templates, and what WhatsApp thinks of them. */
export function contentRoutes(app: FastifyInstance, sim: Simulator, withAccount: WithAccount): void {
  const { templates } = sim
  const one = `${host}/v1/Content/:sid`

  app.post(
    `${host}/v1/Content`,
    withAccount((account, request, reply) => {
      const { friendly_name: friendlyName, language, variables, types: given } = read(createInput, request)
      const made = { accountSid: account.sid, friendlyName, language, variables, approval: null }
      reply.status(201)
      return contentResource(templates.add({ ...made, types: given as Template['types'] }))
    }),
  )
  for (const version of ['v1', 'v2']) {
    app.get(
      `${host}/${version}/Content`,
      withAccount((account, request) => listOf(sim, account, request, contentResource)),
    )
    app.get(
      `${host}/${version}/ContentAndApprovals`,
      withAccount((account, request) => listOf(sim, account, request, contentWithApproval)),
    )
  }
  app.get(
    one,
    withAccount((account, request) => contentResource(asked(sim, account, request))),
  )
  app.delete(
    one,
    withAccount((account, request, reply) => {
      templates.remove(asked(sim, account, request))
      return reply.status(204).send()
    }),
  )
  app.get(
    `${one}/ApprovalRequests`,
    withAccount((account, request) => {
      const template = asked(sim, account, request)
      const { sid, accountSid } = template
      const whatsapp = { type: 'whatsapp', ...approvalOf(template) }
      return { sid, account_sid: accountSid, whatsapp, url: `${contentAddress(sid)}/ApprovalRequests` }
    }),
  )
  app.post(
    `${one}/ApprovalRequests/whatsapp`,
    withAccount((account, request, reply) => {
      const template = asked(sim, account, request)
      const { name, category } = read(submitInput, request)
      if (template.approval !== null)
        throw new TwilioError(400, 20001, 'The content was submitted for approval already')
      if (neverSubmitted.includes(shownType(template)))
        throw new TwilioError(400, 20001, `${shownType(template)} can't be submitted for approval`)
      templates.submit(template, name, category)
      reply.status(201)
      return approvalOf(template)
    }),
  )
}

/** A page of an account's templates, the newest first. */
function listOf(
  sim: Simulator,
  account: Account,
  request: FastifyRequest,
  shape: (template: Template) => unknown,
): unknown {
  const [path = ''] = request.url.split('?')
  const place = { address: `https:/${path}`, key: 'contents', atMost: pageLimit }
  const { items, meta } = pageOf(sim.templates.of(account.sid).toReversed(), queryOf(request), place)
  return { contents: items.map(shape), meta }
}

function asked(sim: Simulator, account: Account, request: FastifyRequest): Template {
  const { sid = '' } = request.params as { sid?: string }
  const template = sim.templates.find(account.sid, sid)
  if (template === undefined) throw notFound(`/v1/Content/${sid}`)
  return template
}

/** A JSON body; Twilio names the first thing that is wrong with it. */
function read<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  const result = schema.safeParse(request.body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new TwilioError(400, 20001, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`)
}
