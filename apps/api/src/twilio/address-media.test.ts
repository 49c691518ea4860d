import { expect, it } from 'vitest'
import { lookAlikes } from '../../test/outside-addresses.js'
import { addressMedia } from './address-media.js'

const credentials = { accountSid: 'ACreal', authToken: 'secret' }
const authorization = `Basic ${Buffer.from('ACreal:secret').toString('base64')}`
const path = '/2010-04-01/Accounts/ACreal/Messages/MM1/Media/ME1'
const simulator = {
  TWILIO_API_BASE_URL: 'http://127.0.0.1:3002/base',
  TWILIO_API_BASE_URL_ACCOUNTS: undefined,
}
const none = { TWILIO_API_BASE_URL: undefined, TWILIO_API_BASE_URL_ACCOUNTS: undefined }

it('signs in at Twilio, and lets nothing private be asked', () => {
  const url = `https://api.twilio.com${path}`
  expect(addressMedia(none, credentials, url)).toEqual({ url, authorization })
  expect(addressMedia({ ...simulator, TWILIO_API_BASE_URL_ACCOUNTS: ['ACother'] }, credentials, url)).toEqual(
    {
      url,
      authorization,
    },
  )
})

it('asks what stands in for Twilio, at its very origin', () => {
  expect(addressMedia(simulator, credentials, `https://api.twilio.com${path}?a=b`)).toEqual({
    url: `http://127.0.0.1:3002/base/api.twilio.com${path}?a=b`,
    authorization,
    standIn: 'http://127.0.0.1:3002',
  })
})

it.each([...lookAlikes, 'http://127.0.0.1:3002/_sim/messages', 'cat.jpg', ''])(
  'shows %j no credentials, and nothing private',
  (url) => {
    expect(addressMedia(none, credentials, url)).toEqual({ url })
    expect(addressMedia(simulator, credentials, url)).toEqual({ url })
  },
)
