import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
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
        messagingServiceSid: z
          .string()
          .regex(/^MG[0-9a-fA-F]{32}$/, 'must be MG and 32 hexadecimal digits')
          .nullish(),
      }),
    )
    .default([]),
})

/** The Twilio accounts that exist: whoever uses the simulator registers them here. */
export function accountRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/accounts', () => [...sim.store.accounts.values()].map(presentAccount))

  app.put<{ Params: { sid: string } }>('/accounts/:sid', (request) => {
    const sid = parse(accountSid, request.params.sid)
    const input = parse(accountInput, request.body)
    const nowMs = sim.clock.now()
    const account = {
      sid,
      authToken: input.authToken,
      friendlyName: input.friendlyName ?? 'Simulated account',
      status: input.status,
      numbers: input.numbers.map((number) => ({
        ...number,
        messagingServiceSid: number.messagingServiceSid ?? null,
      })),
      createdAtMs: sim.store.accounts.get(sid)?.createdAtMs ?? nowMs,
      updatedAtMs: nowMs,
    }
    sim.store.saveAccount(account)
    return presentAccount(account)
  })

  app.delete<{ Params: { sid: string } }>('/accounts/:sid', (request, reply) => {
    if (!sim.store.deleteAccount(request.params.sid)) {
      throw new ControlError(
        404,
        `${request.params.sid} is not registered; GET /_sim/accounts lists what is.`,
      )
    }
    return reply.status(204).send()
  })
}
