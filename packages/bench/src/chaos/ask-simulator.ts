/**
 * Asks the simulated Twilio's control API.
 * @param path behind /_sim
 * @throws when it refuses
 */
export async function askSimulator<T>(simulatorUrl: string, path: string, body: object): Promise<T> {
  const response = await fetch(`${simulatorUrl}/_sim${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`)
  return (await response.json()) as T
}
