import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { readBodies, serveFormsFirst } from './http.js'

const webhook = '/api/v1/messaging/webhook/whatsapp'

test('Twilio’s forms go first because of where they go, not because they are forms', async () => {
  const fastify = Fastify()
  readBodies(fastify)
  serveFormsFirst(fastify)
  const served: string[] = []
  for (const url of ['/elsewhere', webhook]) {
    fastify.post(url, (_request, reply) => {
      served.push(url)
      return reply.send('ok')
    })
  }
  const post = (url: string) =>
    fastify.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'a=b',
    })
  await Promise.all([...Array.from({ length: 40 }, () => post('/elsewhere')), post(webhook)])
  expect(served).toHaveLength(41)
  expect(served.indexOf(webhook)).toBeLessThan(20)
  await fastify.close()
})
