import { Refusal, sayHello } from '../../features/first-run/simulated-customer'

// Read at run time: the same build serves with and without the simulator.
export const dynamic = 'force-dynamic'

/** Where the simulated phone is, when there is one. */
export function GET() {
  const phoneUrl = process.env.SIMULATOR_URL
  return phoneUrl ? Response.json({ phoneUrl }) : refuse(404, 'There is no simulated phone here.')
}

/** Makes a simulated customer write to the caller's org: to `number` if it is one of its own, else to its first. */
export async function POST(request: Request) {
  const url = process.env.SIMULATOR_URL
  if (!url) return refuse(404, 'There is no simulated phone here.')
  const { number } = (await request.json()) as { number?: unknown }
  try {
    const cookie = request.headers.get('cookie') ?? ''
    await sayHello(url, cookie, typeof number === 'string' ? number : undefined)
    return Response.json({ ok: true })
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.status, error.message)
    console.error('The simulated customer could not write.', error)
    return refuse(502, 'The simulated customer could not write. Is the simulator running?')
  }
}

function refuse(status: number, message: string) {
  return Response.json({ error: { code: status === 404 ? 'not_found' : 'unavailable', message } }, { status })
}
