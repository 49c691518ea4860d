import { expect, it } from 'vitest'
import { FlatForm } from './flat-form.js'
import { readInboundForm } from './inbound-form.js'

const essentials = { MessageSid: 'SM1', AccountSid: 'AC1', From: 'whatsapp:+15005550006' }

function read(fields: Record<string, string>) {
  return readInboundForm(new FlatForm(new URLSearchParams({ ...essentials, ...fields }).toString()))
}

it.each([
  ['fits', 'a'.repeat(4_096), 'a'.repeat(4_096)],
  ['is longer', 'a'.repeat(250_000), 'a'.repeat(4_096)],
  ['is all emoji', '🙂'.repeat(5_000), '🙂'.repeat(4_096)],
  ['would be cut within one', `a${'🙂'.repeat(5_000)}`, `a${'🙂'.repeat(4_095)}`],
])('keeps whole characters of a body that %s', (_, sent, kept) => {
  expect(read({ Body: sent })?.body === kept).toBe(true)
})

it('makes no message of more than some kilobytes, whatever its form holds', () => {
  const long = 'x'.repeat(200_000)
  const decoration = [
    'Label',
    'Address',
    'ButtonText',
    'ButtonPayload',
    'ReferralSourceId',
    'ReferralHeadline',
  ]
  const exact = ['ReferralSourceUrl', 'OriginalRepliedMessageSid', 'MediaUrl0']
  const fields = [...decoration, ...exact, 'MediaContentType1', 'ProfileName', 'Body', 'ExternalUserId']
  const media = Array.from({ length: 400 }, (_, index) => [`MediaUrl${index + 1}`, `https://x.test/${index}`])
  const form = {
    Latitude: '1',
    Longitude: '2',
    ...Object.fromEntries([...media, ...fields.map((name) => [name, long])]),
  }
  const message = read(form)
  const clipped = long.slice(0, 1_000)
  expect(message?.details).toMatchObject({
    location: { label: clipped, address: clipped },
    button: { text: clipped, payload: clipped },
    referral: { sourceId: clipped, sourceUrl: null, headline: clipped },
    replyToSid: null,
  })
  expect(message?.media.map(({ url }) => url)).toEqual(media.slice(0, 10).map(([, url]) => url))
  expect(JSON.stringify(message).length).toBeLessThan(20_000)
})
