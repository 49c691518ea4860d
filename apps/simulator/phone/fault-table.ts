/** A fault that waits: see `src/faults.ts` for what each part means. */
export interface Fault {
  id: number
  kind: string
  status?: number
  code?: number
  retryAfterSec?: number
  delayMs?: number
  times?: number | null
  every?: number
  match: Record<string, string>
}

/** Whom a fault is for: the open customer, and the account they write to. */
export interface FaultPlace {
  address: string
  accountSid: string
}

/** A fault with its switch; `fault` is what `POST /_sim/faults` is told. */
export interface FaultSwitch {
  id: string
  says: string
  about: string
  fault: (place: FaultPlace) => GivenFault
}

type GivenFault = Omit<Fault, 'id'>

/** The next answer to this customer ends as a failure. */
function fails(code: number, times: number | null = 1): FaultSwitch['fault'] {
  return ({ address }) => ({ kind: 'callback-error', code, times, match: { toIncludes: address } })
}

/** The next time that the inbox sends something to this customer. */
function sending(fault: Omit<GivenFault, 'match'>): FaultSwitch['fault'] {
  const match = { method: 'POST', pathIncludes: '/Messages.json' }
  return ({ address }) => ({ ...fault, match: { ...match, toIncludes: address } })
}

/** What the inbox is told about answers to this customer, until it is switched off. */
function telling(fault: Omit<GivenFault, 'match' | 'times'>, status?: string): FaultSwitch['fault'] {
  const told: Record<string, string> = status === undefined ? {} : { status }
  return ({ address }) => ({ ...fault, times: null, match: { toIncludes: address, ...told } })
}

/** Every fault with a switch on the page, by its heading. */
export const faultTable: { heading: string; switches: FaultSwitch[] }[] = [
  {
    heading: 'The next answer',
    switches: [
      { id: '63016', says: 'Comes too late', about: 'After 24 hours, error 63016', fault: fails(63016) },
      {
        id: '63024',
        says: 'Not on WhatsApp',
        about: 'Reaches nobody, error 63024',
        fault: fails(63024),
      },
      { id: '63018', says: 'Comes too fast', about: 'Over the rate limit, error 63018', fault: fails(63018) },
      {
        id: '63015',
        says: 'Sandbox has expired',
        about: 'Error 63015, until this phone joins again',
        fault: fails(63015, null),
      },
    ],
  },
  {
    heading: 'When the inbox sends',
    switches: [
      {
        id: '20003',
        says: 'Wrong credentials',
        about: 'Twilio refuses the account, error 20003, until switched off',
        fault: ({ accountSid }) => ({
          kind: 'error',
          status: 401,
          code: 20003,
          times: null,
          match: { accountSid },
        }),
      },
      {
        id: '429',
        says: 'Too many requests',
        about: 'Once, try again in 5 seconds (429)',
        fault: sending({ kind: 'error', status: 429, retryAfterSec: 5, times: 1 }),
      },
      {
        id: 'error',
        says: 'Error, not accepted',
        about: 'Once, nothing was sent (500)',
        fault: sending({ kind: 'error', status: 500, times: 1 }),
      },
      {
        id: 'accept-then-error',
        says: 'Error, but accepted',
        about: 'Once, it was sent anyway (500)',
        fault: sending({ kind: 'accept-then-error', times: 1 }),
      },
      {
        id: 'hang',
        says: 'Never responds',
        about: 'Once, nothing was sent',
        fault: sending({ kind: 'hang', times: 1 }),
      },
      {
        id: 'accept-then-reset',
        says: 'Connection breaks',
        about: 'Once, after it was accepted',
        fault: sending({ kind: 'accept-then-reset', times: 1 }),
      },
    ],
  },
  {
    heading: 'Status reports to the inbox',
    switches: [
      {
        id: 'early-callback',
        says: 'Status comes early',
        about: 'Once, before the response to the send',
        fault: ({ address }) => ({ kind: 'early-callback', times: 1, match: { toIncludes: address } }),
      },
      {
        id: 'double-callback',
        says: 'Everything twice',
        about: 'Each status arrives twice',
        fault: telling({ kind: 'double-callback' }),
      },
      {
        id: 'late-callback',
        says: 'In the wrong order',
        about: '“Sent” comes after “delivered”',
        fault: telling({ kind: 'late-callback', delayMs: 2000 }, 'sent'),
      },
      {
        id: 'half-lost',
        says: 'Half of it',
        about: 'Every other status gets lost',
        fault: telling({ kind: 'drop-callback', every: 2 }),
      },
      {
        id: 'all-lost',
        says: 'Nothing at all',
        about: 'Every status gets lost',
        fault: telling({ kind: 'drop-callback', every: 1 }),
      },
    ],
  },
  {
    heading: 'Messages to the inbox',
    switches: [
      {
        id: 'drop-webhook',
        says: 'Messages get lost',
        about: 'Twilio has them, the inbox isn’t told',
        fault: ({ address }) => ({ kind: 'drop-webhook', times: null, match: { fromIncludes: address } }),
      },
    ],
  },
]

/** The waiting fault that a switch stands for; undefined while it is off. */
export function waitingFault(waiting: Fault[], { fault }: FaultSwitch, place: FaultPlace): Fault | undefined {
  const wanted = fault(place)
  const same = (one: object, other: object): boolean =>
    Object.entries(other).every(([name, value]) => (one as Record<string, unknown>)[name] === value)
  return waiting.find(({ match, ...each }) => {
    const { match: wantedMatch, ...rest } = wanted
    return same(each, rest) && same(match, wantedMatch) && same(wantedMatch, match)
  })
}
