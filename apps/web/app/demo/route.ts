import { Refusal, sayHello, type Caller } from '../../features/first-run/simulated-customer'

// Read at run time: the same build serves with and without the simulator.
export const dynamic = 'force-dynamic'

/** Where the simulated phone is, when there is one. */
export function GET() {
  const phoneUrl = process.env.SIMULATOR_URL
  return phoneUrl ? Response.json({ phoneUrl }) : refuse(404, 'There’s no simulated phone here.')
}

/**
 * Makes a simulated customer write to the caller's org: to `number` if it is one of its own that the simulator knows,
 * else to its first that it does, else to one made for this.
 */
export async function POST(request: Request) {
  const url = process.env.SIMULATOR_URL
  if (!url) return refuse(404, 'There’s no simulated phone here.')
  // A page of another site can make a browser send everything but JSON.
  if (!request.headers.get('content-type')?.startsWith('application/json')) return refuse(400, 'Send JSON.')
  const { number } = (await request.json()) as { number?: unknown }
  try {
    await sayHello(url, callerOf(request), typeof number === 'string' ? number : undefined)
    return Response.json({ ok: true })
  } catch (error) {
    if (error instanceof Refusal) return Response.json(error.answer, { status: error.status })
    console.error('The simulated customer could not write.', error)
    return refuse(502, 'The simulated customer couldn’t write. Is the simulated phone running?')
  }
}

/** Who asks, from which page and of which org, as the browser would say it to the API itself. */
function callerOf({ headers }: Request): Caller {
  const said = ['cookie', 'origin', 'x-org-id'].flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? ''
  return { ...Object.fromEntries(said), 'x-forwarded-host': host }
}

const codes = { 400: 'invalid_request', 404: 'not_found', 502: 'unavailable' } as const

function refuse(status: keyof typeof codes, message: string) {
  return Response.json({ error: { code: codes[status], message } }, { status })
}
