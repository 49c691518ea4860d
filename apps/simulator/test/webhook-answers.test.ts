import { describe, expect, it } from 'vitest'
import { authToken, bench, accountSid, maria, number } from './bench.js'
import { fileServer, pictureOf } from './file-server.js'
import { hangUp, says, startProduct, status } from './product.js'
import { sign, signatureBase } from '../src/deliver/sign.js'
import { expectValid } from './twilio-spec.js'

const { control, twilio, write, wait, product } = bench()
const server = fileServer()
const fallbackPath = '/fallback?a=1'

const outbound = async () =>
  (await control<{ body: string; sid: string }[]>('GET', '/messages?direction=outbound')).body
const hears = async (contentType: string, body: string) => {
  product().answerNext(says(contentType, body))
  const { deliveries } = await write({ from: 'maria', body: 'Hi' })
  return { delivery: deliveries[0], said: (await outbound()).map((message) => message.body) }
}
const withFallback = (fallbackUrl: string | null, webhookUrl = `${product().url}/hook#rt=100`) =>
  control('PUT', `/accounts/${accountSid}`, { authToken, numbers: [{ number, webhookUrl, fallbackUrl }] })

describe('what a webhook answers', () => {
  it.each([
    ['text/xml', '<?xml version="1.0"?>\n<Response><Message>Hi</Message></Response>', ['Hi']],
    [
      'application/xml; charset=utf-8',
      '<Response><Message><Body>A &amp; B</Body></Message></Response>',
      ['A & B'],
    ],
    [
      'text/xml',
      '<Response><Message>1</Message><Message to="x">2 &#x1F44B;</Message></Response>',
      ['1', '2 👋'],
    ],
    ['text/html', '<Response><Message><![CDATA[<b> & c]]></Message></Response>', ['<b> & c']],
    ['text/plain', 'OK, got it', ['OK, got it']],
    ['text/xml', '<Response/>', []],
    ['text/xml', '<Response></Response>', []],
    ['text/xml', '<Response><Message/><Message></Message></Response>', []],
    ['text/plain', '', []],
    ['', '', []],
  ])('of %s “%s” is said to the customer as %j', async (contentType, body, expected) => {
    const { delivery, said } = await hears(contentType, body)
    expect(said).toEqual(expected)
    expect(delivery).toMatchObject({ status: 200 })
    expect(delivery).not.toHaveProperty('errorCode')
  })

  it('reaches the phone as a reply that Twilio’s API knows', async () => {
    const url = server.has('image/jpeg', pictureOf(100))
    const media = `<Message><Body>Look</Body><Media>${url}</Media></Message>`
    await hears('text/xml', `<Response>${media}</Response>`)
    const { sid, content } = await wait({ body: 'Look', status: 'delivered' })
    expect(content).toMatchObject({ kind: 'image', files: [{ contentType: 'image/jpeg' }] })
    const resource = await twilio('GET', `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`)
    expectValid('message', resource.body, [
      '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'get',
      200,
    ])
    expect(resource.body).toMatchObject({
      direction: 'outbound-reply',
      from: number,
      to: maria,
      num_media: '1',
    })
  })

  it.each([
    ['application/json', '{"ok":true}', 12300],
    ['image/png', 'x', 12300],
    ['text/xml', '<Response><Message>', 12100],
    ['text/html', '<html>Welcome</html>', 12100],
    ['', 'words', 11200],
  ])('of %s “%s” says nothing and is error %i', async (contentType, body, errorCode) => {
    const { delivery, said } = await hears(contentType, body)
    expect([said, delivery]).toEqual([[], expect.objectContaining({ status: 200, errorCode })])
    const exchanges = (await control<{ reason?: string }[]>('GET', '/exchanges')).body
    expect(exchanges.at(-1)?.reason).toMatch(new RegExp(`^${errorCode}: `))
  })

  it('means nothing with an error, nor to a status callback', async () => {
    product().answerNext((response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('no'))
    await write({ from: 'maria', body: 'Hi' })
    expect(await outbound()).toEqual([])
    product().answerNext(says('application/json', '{}'))
    await twilio('POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      To: maria,
      From: number,
      Body: 'b',
      StatusCallback: `${product().url}/status`,
    })
    const firstAnswer = async () => (await wait({ body: 'b', status: 'delivered' })).statuses[0]?.delivery
    await expect.poll(firstAnswer).toMatchObject({ contentType: 'application/json' })
    expect(await firstAnswer()).not.toHaveProperty('errorCode')
    expect(await outbound()).toHaveLength(1)
  })
})

describe('the fallback URL', () => {
  it.each([
    ['an error', status(500), '11200'],
    ['a refusal', status(403), '11200'],
    ['no answer', () => {}, '11200'],
    ['a broken connection', hangUp, '11205'],
    ['a wrong type', says('application/json', '{}'), '12300'],
  ])('is asked after %s, signed, with the code and the address', async (_what, answer, errorCode) => {
    await withFallback(product().url + fallbackPath)
    product().answerNext(answer, says('text/plain', 'We answer soon'))
    const { sid, deliveries } = await write({ from: 'maria', body: 'Hi' })
    const [first, second] = await product().until(2)
    expect([first?.path, second?.path]).toEqual(['/hook', fallbackPath])
    expect(second?.fields).toMatchObject({
      MessageSid: sid,
      Body: 'Hi',
      ErrorCode: errorCode,
      ErrorUrl: `${product().url}/hook`,
    })
    expect(second?.headers['x-twilio-signature']).toBe(
      sign(authToken, signatureBase(product().url + fallbackPath, second?.form ?? [])),
    )
    expect(deliveries).toMatchObject([{ errorCode: Number(errorCode) }, { status: 200, fallback: true }])
    expect((await outbound()).map((message) => message.body)).toEqual(['We answer soon'])
  })

  it('is asked when nobody answers the webhook at all', async () => {
    const gone = await startProduct()
    await gone.close()
    await withFallback(product().url + fallbackPath, `${gone.url}/hook`)
    await write({ from: 'maria', body: 'Hi' })
    const [fallback] = await product().until(1)
    expect(fallback?.fields).toMatchObject({ ErrorCode: '11205', ErrorUrl: `${gone.url}/hook` })
  })

  it('is left alone while the webhook works, and where there is none nothing more is done', async () => {
    await withFallback(product().url + fallbackPath)
    await write({ from: 'maria', body: 'a' })
    await withFallback(null)
    product().answerNext(status(500))
    await write({ from: 'maria', body: 'b' })
    expect(product().arrivals.map(({ path }) => path)).toEqual(['/hook', '/hook'])
  })
})
