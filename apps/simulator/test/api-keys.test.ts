import { expect, it } from 'vitest'
import { accountSid, bench, maria, number } from './bench.js'

const { control, twilio, write, register } = bench()
const messages = `/2010-04-01/Accounts/${accountSid}/Messages.json`
const account = `/2010-04-01/Accounts/${accountSid}.json`

interface Key {
  sid: string
  secret: string
}
const makeKey = async (kind = 'standard') => {
  const { body, status } = await control<Key>('POST', `/accounts/${accountSid}/keys`, { kind })
  expect(status).toBe(201)
  return { ...body, credentials: `${body.sid}:${body.secret}` }
}

it('an API key sends and reads for its account, and outlives a new registration', async () => {
  await write({ from: 'maria', body: 'Hi' })
  const { sid, credentials } = await makeKey()
  expect(sid).toMatch(/^SK[0-9a-f]{32}$/)
  await register()
  const form = { To: maria, From: number, Body: 'Hello' }
  expect((await twilio('POST', messages, form, credentials)).status).toBe(201)
  expect((await twilio('GET', messages, undefined, credentials)).status).toBe(200)
})

it('a standard key opens neither the account itself, nor another’s messages; a main key opens its account', async () => {
  const standard = await makeKey()
  const main = await makeKey('main')
  const refused = await twilio('GET', account, undefined, standard.credentials)
  expect([refused.status, refused.body['code']]).toEqual([401, 20003])
  expect((await twilio('GET', account, undefined, main.credentials)).status).toBe(200)
  const other = `AC${'a'.repeat(32)}`
  await control('PUT', `/accounts/${other}`, { authToken: 'other', numbers: [] })
  const theirs = `/2010-04-01/Accounts/${other}/Messages.json`
  expect((await twilio('GET', theirs, undefined, main.credentials)).status).toBe(401)
})

it('a wrong secret, an unknown key and one that was taken back get Twilio’s 20003', async () => {
  const { sid, credentials } = await makeKey()
  await control('DELETE', `/accounts/${accountSid}/keys/${sid}`)
  for (const wrong of [credentials, `${sid}:wrong`, `SK${'0'.repeat(32)}:x`, 'SK:']) {
    const { status, body } = await twilio('GET', messages, undefined, wrong)
    expect([status, body['code'], body['message']]).toEqual([401, 20003, 'Authenticate'])
  }
  expect((await control('POST', `/accounts/AC${'9'.repeat(32)}/keys`)).status).toBe(404)
})

it('the list of accounts names keys and never a secret', async () => {
  const { sid, secret } = await makeKey()
  const { body } = await control('GET', '/accounts')
  expect(JSON.stringify(body)).toContain(sid)
  expect(JSON.stringify(body)).not.toContain(secret)
})
