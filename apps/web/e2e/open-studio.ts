import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { greetings, historyOf, pastConversations, seedOf } from '@cloudpa/testing/kit'
import { control, openOffice, write, type Colleague, type Office } from './desk.js'

/** An office on the demo's day: what its customers wrote before, and what they write while somebody looks. */
export async function openStudio(
  stack: SharedStack,
  further: { pastOf?: (number: string) => object[]; colleagues?: Colleague[] } = {},
): Promise<Office> {
  const begunAtMs = Date.now()
  let histories: object[] = []
  const pastOf: Parameters<typeof openOffice>[1] = (over) => {
    const past = pastConversations(over.accountSid, begunAtMs)
    histories = past.map((each) => historyOf(each, over))
    return [...past.map((each) => seedOf(each, over.number)), ...(further.pastOf?.(over.number) ?? [])]
  }
  const office = await openOffice(stack, pastOf, further.colleagues)
  for (const history of histories) await control(stack, 'POST', '/history', history)
  for (const { from, body } of greetings) await write(stack, office, from, body)
  return office
}
