/** What one run of the generator measured. */
export interface Load {
  perSecond: number
  p50Ms: number
  p99Ms: number
  failed: number
}

export interface Target {
  accountSid: string
  authToken: string
  number: string
  webhookUrl: string
}

/** How much is sent in one run, by how many customers, over how many connections at once. */
export interface Shape {
  count: number
  customers: number
  concurrency: number
}

async function control<T>(simulatorUrl: string, method: string, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${simulatorUrl}/_sim${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

/** Tells the simulator where a number's messages go. */
export async function register(
  simulatorUrl: string,
  { accountSid, authToken, number, webhookUrl }: Target,
): Promise<void> {
  await control(simulatorUrl, 'PUT', `/accounts/${accountSid}`, {
    authToken,
    numbers: [{ number, webhookUrl }],
  })
}

/** Lets the simulator post signed forms as fast as the target takes them. */
export function load(simulatorUrl: string, { accountSid, number }: Target, shape: Shape): Promise<Load> {
  return control<Load>(simulatorUrl, 'POST', '/load', { accountSid, to: number, ...shape })
}
