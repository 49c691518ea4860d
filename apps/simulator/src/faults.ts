import { z } from 'zod'

/** What meets a request before it is looked at. */
export const requestFaults = ['error', 'hang', 'reset', 'slow'] as const
/** What meets the answer to a message that was taken; early-callback holds it until a status was told. */
export const answerFaults = [
  'accept-then-error',
  'accept-then-reset',
  'accept-then-hang',
  'early-callback',
] as const
/** What meets a status callback: it is lost, comes twice, or comes so late that the next overtakes it. */
export const callbackFaults = ['drop-callback', 'double-callback', 'late-callback'] as const

/** `callback-error` ends a message as a failure, and `drop-webhook` loses what a customer wrote on its way. */
export const faultKinds = [
  ...requestFaults,
  ...answerFaults,
  ...callbackFaults,
  'callback-error',
  'drop-webhook',
] as const

export type FaultKind = (typeof faultKinds)[number]

export const faultInput = z.strictObject({
  kind: z.enum(faultKinds),
  match: z
    .strictObject({
      method: z.string().optional(),
      pathIncludes: z.string().optional(),
      toIncludes: z.string().optional(),
      fromIncludes: z.string().optional(),
      accountSid: z.string().optional(),
      bodyIncludes: z.string().optional(),
      /** Only for callbacks: the status that is told. */
      status: z.string().optional(),
    })
    .default({}),
  status: z.number().int().min(400).max(599).optional(),
  code: z.number().int().positive().optional(),
  message: z.string().optional(),
  /** Only for callback-error: how the message ends. */
  ends: z.enum(['failed', 'undelivered']).default('failed'),
  retryAfterSec: z.number().nonnegative().optional(),
  delayMs: z.number().int().nonnegative().optional(),
  /** How often it strikes; null means until it is removed. */
  times: z.number().int().positive().nullable().default(1),
  /** Lets it strike each so-manieth time that it fits: 2 meets the half of them. */
  every: z.number().int().positive().default(1),
})

export type FaultInput = z.output<typeof faultInput>

export interface Fault extends FaultInput {
  id: number
  /** How often it fitted, and how often it struck. */
  met: number
  struck: number
}

/** What a fault can be matched against. */
export interface Probe {
  method: string
  path: string
  accountSid: string
  from: string
  to: string
  body: string
  status?: string
}

/** The faults that are waiting to strike, oldest first. */
export class Faults {
  #list: Fault[] = []
  #nextId = 1

  add(input: FaultInput): Fault {
    const fault = { ...input, id: this.#nextId++, met: 0, struck: 0 }
    this.#list.push(fault)
    return fault
  }

  list(): Fault[] {
    return this.#list
  }

  clear(): void {
    this.#list = []
  }

  /** Whether there was such a fault. */
  remove(id: number): boolean {
    const before = this.#list.length
    this.#list = this.#list.filter((fault) => fault.id !== id)
    return this.#list.length < before
  }

  /** The customer writes `join …`: what had thrown their phone out of the sandbox is over (63015). */
  joined(address: string): boolean {
    const out = ({ kind, code, match: { toIncludes = '' } }: Fault): boolean =>
      kind === 'callback-error' && code === 63015 && address.includes(toIncludes)
    const before = this.#list.length
    this.#list = this.#list.filter((fault) => !out(fault))
    return this.#list.length < before
  }

  /** The first waiting fault of these kinds that fits; it is used up by being taken. */
  take(kinds: readonly FaultKind[], probe: Probe): Fault | undefined {
    if (this.#list.length === 0) return undefined
    const fault = this.#list.find((candidate) => kinds.includes(candidate.kind) && fits(candidate, probe))
    if (fault === undefined) return undefined
    fault.met += 1
    if (fault.met % fault.every !== 0) return undefined
    fault.struck += 1
    if (fault.times !== null && fault.struck >= fault.times) {
      this.#list = this.#list.filter((other) => other !== fault)
    }
    return fault
  }
}

function fits({ match }: Fault, probe: Probe): boolean {
  return (
    (match.method === undefined || match.method.toUpperCase() === probe.method) &&
    (match.pathIncludes === undefined || probe.path.includes(match.pathIncludes)) &&
    (match.toIncludes === undefined || probe.to.includes(match.toIncludes)) &&
    (match.fromIncludes === undefined || probe.from.includes(match.fromIncludes)) &&
    (match.accountSid === undefined || match.accountSid === probe.accountSid) &&
    (match.bodyIncludes === undefined || probe.body.includes(match.bodyIncludes)) &&
    (match.status === undefined || match.status === probe.status)
  )
}
