import { expect, it } from 'vitest'
import type { OutboundMessage } from '../src/model.js'
import { accountSid, bench, statusOf } from './bench.js'
import { fileServer, pictureOf, sampleFiles } from './file-server.js'
import { expectEveryField, expectValid } from './twilio-spec.js'

const { twilio, write, reply, wait, product, baseUrl, statusCallback, control } = bench()
const server = fileServer()

const media = '/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media'
const send = async (url: string, form: Record<string, string> = {}) => {
  await write({ from: 'maria', body: 'Hi' })
  return (await reply({ Body: '', MediaUrl: url, StatusCallback: statusCallback(), ...form })).body
}
const filesOf = ({ content }: OutboundMessage) => ('files' in content ? content.files : [])

it.each(sampleFiles)(
  'fetches a %s of %s, by HEAD and GET, and shows it on the phone',
  async (kind, type, content) => {
    const name = `filename="x"; filename*=UTF-8''na%C3%AFve%20file`
    const { sid, num_media } = await send(
      server.has(type, content, { 'content-disposition': `inline; ${name}` }),
      { Body: 'Look' },
    )
    expect([num_media, String(sid).slice(0, 2)]).toEqual(['1', 'MM'])
    const message = await wait({ sid: String(sid), status: 'delivered' })
    expect(message.content).toMatchObject({
      kind,
      body: 'Look',
      files: [{ contentType: type, name: 'naïve file' }],
    })
    expect(server.asked.map(({ method }) => method)).toEqual(['HEAD', 'GET'])
    expect(server.asked[0]?.headers['user-agent']).toBe('TwilioProxy/1.1')
    const shown = await fetch(`${baseUrl()}/_sim/media/${accountSid}/${filesOf(message)[0]?.sid}`)
    expect(Buffer.from(await shown.arrayBuffer()).equals(content)).toBe(true)
    const list = await twilio('GET', `/2010-04-01/Accounts/${accountSid}/Messages/${String(sid)}.json`)
    expect(list.body).toMatchObject({ num_media: '1', status: 'delivered' })
  },
)

const missing = 'http://127.0.0.1:1/nothing'
it.each<[string, number, () => string]>([
  ['is not there', 63019, () => server.put((response) => response.writeHead(404).end())],
  ['nobody answers for', 63019, () => missing],
  ['is empty', 63019, () => server.has('image/jpeg', Buffer.alloc(0))],
  [
    'breaks off',
    63019,
    () =>
      server.put((response, method) => {
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '9000' })
        if (method === 'HEAD') response.end()
        else response.write(pictureOf(100), () => response.destroy())
      }),
  ],
  [
    'can only be asked by GET',
    63019,
    () =>
      server.put((response, method) => {
        response.writeHead(method === 'HEAD' ? 405 : 200, { 'content-type': 'image/jpeg' })
        response.end(method === 'HEAD' ? undefined : pictureOf(100))
      }),
  ],
  ['WhatsApp doesn’t take', 63021, () => server.has('image/gif', Buffer.from('GIF89a'))],
  ['is something else than it says', 63021, () => server.has('image/png', pictureOf(100))],
  [
    'says one type to HEAD and another to GET',
    63021,
    () =>
      server.put((response, method) => {
        response.writeHead(200, { 'content-type': method === 'HEAD' ? 'image/png' : 'image/jpeg' })
        response.end(method === 'HEAD' ? undefined : pictureOf(100))
      }),
  ],
  ['is OGG without Opus', 63021, () => server.has('audio/ogg', Buffer.from('OggS vorbis'))],
  ['is a picture above 5 MB', 63034, () => server.has('image/jpeg', pictureOf(5 * 1024 * 1024 + 1))],
  ['is above 16 MB', 11751, () => server.has('video/mp4', Buffer.alloc(16 * 1024 * 1024 + 1))],
  [
    'never ends',
    11751,
    () =>
      server.put((response, method) => {
        response.writeHead(200, { 'content-type': 'video/mp4' })
        if (method === 'HEAD') return response.end()
        const more = (): void => void response.write(Buffer.alloc(1024 * 1024), (broken) => !broken && more())
        more()
      }),
  ],
])('a message whose file %s ends undelivered with %i', async (_what, errorCode, url) => {
  const { sid } = await send(url())
  const [callback] = await product().until(1, ({ path }) => path === statusOf)
  expect(callback?.fields).toMatchObject({
    MessageSid: sid,
    MessageStatus: 'undelivered',
    ErrorCode: String(errorCode),
  })
  expect(await wait({ sid: String(sid) })).toMatchObject({
    status: 'undelivered',
    errorCode,
    content: { kind: 'unfetched' },
  })
})

it('takes a picture of 5 MB, follows to where it is, and of several files the first', async () => {
  const picture = server.has('image/jpeg', pictureOf(5 * 1024 * 1024))
  const { sid } = await send(server.put((response) => response.writeHead(302, { location: picture }).end()))
  expect(filesOf(await wait({ sid: String(sid), status: 'delivered' }))).toMatchObject([
    { bytes: 5 * 1024 * 1024 },
  ])
  const form = new URLSearchParams({ To: 'whatsapp:+12025550141', From: 'whatsapp:+14155550001' })
  for (const url of [picture, missing]) form.append('MediaUrl', url)
  const several = await twilio('POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, form)
  expect(several.body['num_media']).toBe('2')
  const { content } = await wait({ sid: String(several.body['sid']), status: 'delivered' })
  expect(content).toMatchObject({ kind: 'image', files: [{ bytes: 5 * 1024 * 1024 }] })
})

it('refuses what is no address, and more than ten', async () => {
  expect((await reply({ MediaUrl: 'cat.jpg' })).body['code']).toBe(21620)
  expect((await reply({ MediaUrl: 'file:///etc/passwd' })).body['code']).toBe(21620)
  const form = new URLSearchParams({ To: 'whatsapp:+12025550141', From: 'whatsapp:+14155550001' })
  for (let n = 0; n < 11; n += 1) form.append('MediaUrl', missing)
  const eleven = await twilio('POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, form)
  expect(eleven.body['code']).toBe(21623)
})

it('fetches nothing outside the 24 hours, and with receipts by hand fetches and waits', async () => {
  const url = server.has('image/jpeg', pictureOf(100))
  const { body } = await reply({ MediaUrl: url, To: 'whatsapp:+33639980021' })
  expect(await wait({ sid: String(body['sid']), status: 'failed' })).toMatchObject({ errorCode: 63016 })
  expect(server.asked).toEqual([])
  await control('PUT', '/receipts', { mode: 'manual' })
  const { sid } = await send(url)
  await expect.poll(async () => (await wait({ sid: String(sid) })).content.kind).toBe('image')
  expect((await wait({ sid: String(sid) })).status).toBe('queued')
})

it('lists, fetches and deletes the files of a message as Twilio does', async () => {
  const { sid, subresource_uris } = await send(server.has('image/jpeg', pictureOf(100)))
  await wait({ sid: String(sid), status: 'delivered' })
  const listUri = (subresource_uris as { media: string }).media
  const list = await twilio<{ media_list: { sid: string; uri: string }[] }>('GET', listUri)
  expectValid('mediaPage', list.body, [`${media}.json`, 'get', 200])
  const [{ uri } = { uri: '' }] = list.body.media_list
  const one = await twilio('GET', uri)
  expectValid('medium', one.body, [`${media}/{Sid}.json`, 'get', 200])
  expectEveryField('api.v2010.account.message.media', one.body)
  expect(one.body).toMatchObject({ content_type: 'image/jpeg', parent_sid: sid })
  expect((await twilio('GET', uri, undefined, `${accountSid}:wrong`)).status).toBe(401)
  expect((await twilio('GET', uri.replace(String(sid), `MM${'0'.repeat(32)}`))).body['code']).toBe(20404)
  expect((await twilio('DELETE', uri)).status).toBe(204)
  expect((await twilio('GET', uri)).body['code']).toBe(20404)
  expect((await twilio<{ media_list: [] }>('GET', listUri)).body.media_list).toEqual([])
})

it('sends a place', async () => {
  await write({ from: 'maria', body: 'Hi' })
  const { body } = await reply({ Body: 'Here', PersistentAction: 'geo:41.3874,-2.1686|Plaça de Catalunya' })
  expect((await wait({ sid: String(body['sid']) })).content).toEqual({
    kind: 'location',
    body: 'Here',
    latitude: 41.3874,
    longitude: -2.1686,
    label: 'Plaça de Catalunya',
    address: null,
  })
})
