import { expect, it } from 'vitest'
import { bench, maria, number } from './bench.js'

const { control, product, reply, wait } = bench()

const past = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()
const messages = [
  { direction: 'inbound', at: past(1341), body: 'Hello?', sid: 'SM1' },
  { direction: 'outbound', at: past(1340), body: 'Hello!', sid: 'SM2' },
  { direction: 'outbound', at: past(1339), body: 'Are you there?', sid: 'SM3', status: 'delivered' },
  { direction: 'outbound', at: past(1338), body: 'Still?', sid: 'SM4', status: 'failed', errorCode: '30008' },
]

it('remembers what was written before, once, and posts nothing of it', async () => {
  const history = { from: 'maria', statusCallback: `${product().url}/status`, messages }
  expect((await control('POST', '/history', history)).body).toEqual({ added: ['SM1', 'SM2', 'SM3', 'SM4'] })
  expect((await control('POST', '/history', history)).body).toEqual({ added: [] })
  const { body: known } = await control('GET', '/messages')
  expect(known).toMatchObject([
    { sid: 'SM1', at: messages[0]?.at, from: maria, to: number, status: 'received', customerId: 'maria' },
    { sid: 'SM2', at: messages[1]?.at, from: number, to: maria, status: 'read', seen: true },
    { sid: 'SM3', status: 'delivered', seen: false },
    { sid: 'SM4', status: 'failed', errorCode: 30008 },
  ])
  expect(product().arrivals).toEqual([])
  // Who opens the chat on the phone reads what was not read yet, and the product hears of it.
  expect((await control('POST', '/customers/maria/read', {})).body).toMatchObject({
    read: expect.arrayContaining(['SM3']),
  })
  await product().until(
    1,
    ({ fields }) => fields['MessageSid'] === 'SM3' && fields['MessageStatus'] === 'read',
  )
})

it('counts the 24 hours from what the customer wrote then', async () => {
  const inTime = { ...messages[0], sid: 'SM5' }
  const tooLate = { ...inTime, sid: 'SM6', at: past(1441) }
  await control('POST', '/history', { from: 'jonas', messages: [tooLate] })
  await control('POST', '/history', { from: 'maria', messages: [inTime] })
  await reply({ Body: 'in time' })
  expect(await wait({ body: 'in time', status: 'delivered' })).toMatchObject({ to: maria })
  await reply({ Body: 'too late', To: 'whatsapp:+4915228817386' })
  expect(await wait({ body: 'too late', status: 'failed' })).toMatchObject({ errorCode: 63016 })
})
