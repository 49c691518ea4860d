import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { newSid } from '../new-sid.js'
import type { Simulator } from '../simulator.js'
import { ControlError, parse } from './parse.js'
import { presentAccount } from './present.js'

const accountSid = z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits')
const webhookUrl = z
  .string()
  .refine((url) => URL.canParse(url) && /^https?:/.test(url), 'must be an http(s) address')

const accountInput = z.strictObject({
  authToken: z.string().min(1),
  friendlyName: z.string().max(64).optional(),
  status: z.enum(['active', 'suspended', 'closed']).default('active'),
  numbers: z
    .array(
      z.strictObject({
        number: z.string().regex(/^whatsapp:\+\d{5,15}$/, 'must look like whatsapp:+14155550001'),
        webhookUrl,
        fallbackUrl: webhookUrl.nullish(),
        messagingServiceSid: z
          .string()
          .regex(/^MG[0-9a-fA-F]{32}$/, 'must be MG and 32 hexadecimal digits')
          .nullish(),
      }),
    )
    .default([]),
})

const keyInput = z.strictObject({
  kind: z.enum(['standard', 'main']).default('standard'),
  friendlyName: z.string().max(64).default(''),
})

/** The Twilio accounts that exist: whoever uses the simulator registers them here. */
export function accountRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/accounts', () => [...sim.store.accounts.values()].map(presentAccount))

  app.put<{ Params: { sid: string } }>('/accounts/:sid', (request) => {
    const sid = parse(accountSid, request.params.sid)
    const input = parse(accountInput, request.body)
    const nowMs = sim.clock.now()
    const known = sim.store.accounts.get(sid)
    const account = {
      sid,
      authToken: input.authToken,
      friendlyName: input.friendlyName ?? 'Simulated account',
      status: input.status,
      numbers: input.numbers.map((number) => ({
        ...number,
        fallbackUrl: number.fallbackUrl ?? null,
        messagingServiceSid: number.messagingServiceSid ?? null,
      })),
      apiKeys: known?.apiKeys ?? [],
      createdAtMs: known?.createdAtMs ?? nowMs,
      updatedAtMs: nowMs,
    }
    sim.store.saveAccount(account)
    return presentAccount(account)
  })

  app.delete<{ Params: { sid: string } }>('/accounts/:sid', (request, reply) => {
    if (!sim.store.deleteAccount(request.params.sid)) throw notRegistered(request.params.sid)
    return reply.status(204).send()
  })

  // The secret is told this once, as Twilio does.
  app.post<{ Params: { sid: string } }>('/accounts/:sid/keys', (request, reply) => {
    const account = sim.store.accounts.get(request.params.sid)
    if (account === undefined) throw notRegistered(request.params.sid)
    const secret = randomBytes(16).toString('hex')
    const key = { sid: newSid('SK'), secret, ...parse(keyInput, request.body) }
    sim.store.saveAccount({ ...account, apiKeys: [...account.apiKeys, key] })
    return reply.status(201).send(key)
  })

  app.delete<{ Params: { sid: string; key: string } }>('/accounts/:sid/keys/:key', (request, reply) => {
    const { sid, key } = request.params
    const account = sim.store.accounts.get(sid)
    if (account === undefined) throw notRegistered(sid)
    sim.store.saveAccount({ ...account, apiKeys: account.apiKeys.filter((each) => each.sid !== key) })
    return reply.status(204).send()
  })
}

function notRegistered(sid: string): ControlError {
  return new ControlError(404, `${sid} is not registered; GET /_sim/accounts lists what is.`)
}
