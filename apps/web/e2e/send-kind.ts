import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Locator, Page } from 'playwright-core'
import { control, type Office } from './desk.js'

/** A message with what it carries and what stands around that. */
export interface Sent {
  content: object
  context?: object
}

/** María sends something, as the simulator takes it; resolves with its id at Twilio. */
export async function send(
  stack: SharedStack,
  { accountSid, number: to }: Office,
  message: Sent,
): Promise<string> {
  const { sid } = await control<{ sid: string }>(stack, 'POST', '/messages', {
    accountSid,
    to,
    from: 'maria',
    ...message,
  })
  return sid
}

/** What stands in the thread that is open. */
export const inThread = (page: Page, testId: string): Locator =>
  page.getByTestId('thread').getByTestId(testId)

/** A file with cards as phones write them. */
export function cardFile(people: { name: string; phone?: string }[]): object {
  const cards = people.flatMap(({ name, phone }) => [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${name.replace(/([\\,;])/g, String.raw`\$1`).replace(/\r?\n/g, String.raw`\n`)}`,
    ...(phone ? [`TEL;type=CELL:${phone}`] : []),
    'END:VCARD',
  ])
  return { contentType: 'text/vcard', base64: Buffer.from(cards.join('\r\n')).toString('base64') }
}
