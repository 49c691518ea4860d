import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { postForm, sign, type PostOptions } from './post-form.js'
import { Tenant } from './tenant.js'

// Ordinary forms are answered before the framework. Nobody who posts one can tell.

let stack: SharedStack
let tenant: Tenant
beforeAll(async () => {
  stack = await sharedStack()
  tenant = await Tenant.create(stack)
})

/** Types that mean the same; only Twilio's own goes the short way. */
const types = {
  short: ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=UTF-8'],
  long: ['application/x-www-form-urlencoded;charset="utf-8"', 'application/x-www-form-urlencoded; x=y'],
}

async function answerOf(address: string, form: string, type: string, options: PostOptions) {
  const answer = await postForm(address, form, { ...options, headers: { 'content-type': type } })
  const headers = Object.fromEntries(answer.headers)
  // Each answer has its own time and number.
  for (const name of ['date', 'x-request-id', 'content-length']) {
    expect(headers[name], name).toBeTruthy()
    delete headers[name]
  }
  const text = (await answer.text()).replace(/"requestId":"[^"]+"/, '')
  return { status: answer.status, headers, text }
}

/** From and to the tenant's own number, so that it is theirs as a message and as a report. */
const essentials = () => {
  const own = encodeURIComponent(tenant.account.externalPhoneId)
  return `AccountSid=${tenant.account.accountSid}&From=${own}&To=${own}`
}
const message = (more = '') => `MessageSid=SM1&MessageStatus=sent&${essentials()}&Body=hi${more}`
const own = () => ({ authToken: tenant.account.authToken })

describe.each(['', '/status'])('the short way and the long one answer alike at …%s', (path) => {
  it.each<[string, () => string, () => PostOptions, number]>([
    ['a message', message, own, 200],
    ['a signed form that is none', essentials, own, 200],
    ['fields that repeat', () => message('&a=1&a=2&a=1'), own, 200],
    ['bad escapes', () => message('&a=%&b=%zz&c=%C3&%ED%A0%80=d'), own, 200],
    ['NUL', () => message('&a=%00&%00=b'), own, 200],
    ['brackets and names of objects', () => message('&a[b]=c&__proto__=d&=e&&f'), own, 200],
    ['a wrong signature', message, () => ({ authToken: 'another' }), 400],
    ['no signature', message, () => ({}), 400],
    ['an account that nobody has', () => 'AccountSid=ACx&MessageSid=SM1', own, 400],
    ['no account', () => 'MessageSid=SM1', own, 400],
    ['nothing', () => '', own, 400],
    ['1,001 fields', () => message('&a='.repeat(1_001)), own, 400],
    ['256 kB', () => message().padEnd(256 * 1024, 'x'), own, 200],
    ['more than 256 kB', () => message().padEnd(256 * 1024 + 1, 'x'), own, 413],
  ])('%s', async (_, form, options, status) => {
    const answers = []
    for (const type of [...types.long, ...types.short]) {
      answers.push(await answerOf(tenant.webhookUrl + path, form(), type, options()))
    }
    const [first, ...others] = answers
    expect(first?.status).toBe(status)
    for (const other of others) expect(other).toEqual(first)
  })
})

it('is strict about the path, and looks past the query', async () => {
  const post = async (address: string) => (await postForm(address, message(), own())).status
  expect(await post(`${tenant.webhookUrl}?a=b&c=%20d`)).toBe(200)
  for (const path of ['/nowhere', 'x', '/status/x', '/../whatsappx']) {
    expect(await post(tenant.webhookUrl + path), path).toBe(404)
  }
})

it('accepts a port that Twilio adds to what it signs, or leaves out', async () => {
  const { hostname, port } = new URL(tenant.webhookUrl)
  const post = async (signed: string) => {
    const signature = sign(tenant.account.authToken, signed, message())
    return (await postForm(tenant.webhookUrl, message(), { signature })).status
  }
  expect(await post(tenant.webhookUrl)).toBe(200)
  expect(await post(tenant.webhookUrl.replace(`:${port}`, ''))).toBe(200)
  expect(await post(tenant.webhookUrl.replace(port, '443'))).toBe(400)
  expect(await post(tenant.webhookUrl.replace(hostname, 'other.example'))).toBe(400)
})
