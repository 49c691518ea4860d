import { filesOf } from '@cloudpa/contracts/files-of'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import { waitFor } from '@cloudpa/testing/kit'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { SentFile, SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

export function messageOf(owner: Tenant, sid: string): Promise<Message> {
  return waitFor(async () => (await owner.inbound()).find((message) => message.sid === sid), { what: sid })
}

/** Waits for what becomes of a message's file. */
export function endOf(owner: Tenant, sid: string): Promise<Medium> {
  const isOver = ({ state }: Medium) => state !== 'waiting'
  return waitFor(async () => filesOf((await messageOf(owner, sid)).content).find(isOver), {
    timeoutMs: 200_000,
    what: `an end of ${sid}`,
  })
}

/** Waits for what becomes of a message's sound once it was listened to, which takes a while longer. */
export function heardOf(owner: Tenant, sid: string, timeoutMs = 200_000): Promise<Medium> {
  return waitFor(async () => filesOf((await messageOf(owner, sid)).content).find(({ peaks }) => peaks), {
    timeoutMs,
    what: `what is heard of ${sid}`,
  })
}

/** Sends a file, and waits for what becomes of it. */
export async function sendFile(twilio: SimulatedTwilio, owner: Tenant, file: SentFile): Promise<Medium> {
  return endOf(owner, await twilio.sendFiles(owner, file))
}

/** Asks for a file as a program of the org does. */
export async function getFile(
  { apiUrl }: SharedStack,
  { apiKey }: Tenant,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(`${apiUrl}/api/v1/media/${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
  })
  const body = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, body, header: (name: string) => answer.headers.get(name) }
}
