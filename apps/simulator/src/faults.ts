import { z } from 'zod'

/** The faults that meet a request before it is handled, after it was accepted, or the callbacks it causes. */
export const faultKinds = [
  'error',
  'hang',
  'reset',
  'slow',
  'accept-then-reset',
  'accept-then-hang',
  'callback-error',
  'drop-callback',
] as const

export type FaultKind = (typeof faultKinds)[number]

export const faultInput = z.strictObject({
  kind: z.enum(faultKinds),
  match: z
    .strictObject({
      method: z.string().optional(),
      pathIncludes: z.string().optional(),
      toIncludes: z.string().optional(),
      bodyIncludes: z.string().optional(),
      /** Only for drop-callback: the status whose callback gets lost. */
      status: z.string().optional(),
    })
    .default({}),
  status: z.number().int().min(400).max(599).optional(),
  code: z.number().int().positive().optional(),
  message: z.string().optional(),
  retryAfterSec: z.number().nonnegative().optional(),
  delayMs: z.number().int().nonnegative().optional(),
  /** How often it strikes; null means until it is removed. */
  times: z.number().int().positive().nullable().default(1),
})

export type FaultInput = z.output<typeof faultInput>

export interface Fault extends FaultInput {
  id: number
  struck: number
}

/** What a fault can be matched against. */
export interface Probe {
  method: string
  path: string
  to: string
  body: string
  status?: string
}

/** The faults that are waiting to strike, oldest first. */
export class Faults {
  #list: Fault[] = []
  #nextId = 1

  add(input: FaultInput): Fault {
    const fault = { ...input, id: this.#nextId++, struck: 0 }
    this.#list.push(fault)
    return fault
  }

  list(): Fault[] {
    return this.#list
  }

  clear(): void {
    this.#list = []
  }

  /** The first waiting fault of these kinds that fits; it is used up by being taken. */
  take(kinds: readonly FaultKind[], probe: Probe): Fault | undefined {
    if (this.#list.length === 0) return undefined
    const fault = this.#list.find((candidate) => kinds.includes(candidate.kind) && fits(candidate, probe))
    if (fault === undefined) return undefined
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
    (match.bodyIncludes === undefined || probe.body.includes(match.bodyIncludes)) &&
    (match.status === undefined || match.status === probe.status)
  )
}
