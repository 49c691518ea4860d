import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { customerOf, chatAccountOf, requestOf } from './form.js'

it.each([false, true])(
  'signs every field of the form, in the order of its name (picture: %s)',
  (hasPicture) => {
    const chatAccount = chatAccountOf(7)
    const text = {
      sid: `SM${'0'.repeat(32)}`,
      customer: customerOf(chatAccount, 3),
      text: 'Zwei Plätze? & so = on',
      hasPicture,
    }
    const [head = '', body = ''] = requestOf('http://127.0.0.1:3001', text).split('\r\n\r\n')
    const headers = new Map(head.split('\r\n').map((each) => each.split(': ') as [string, string]))
    expect(headers.get('Content-Length')).toBe(String(Buffer.byteLength(body)))

    const form = new URLSearchParams(body)
    expect(form.get('Body')).toBe('Zwei Plätze? & so = on')
    expect(form.get('From')).toBe('whatsapp:+4915110000003')
    expect(form.get('NumMedia')).toBe(hasPicture ? '1' : '0')
    expect(form.has('MediaUrl0')).toBe(hasPicture)
    form.sort()
    const signed = `http://127.0.0.1:3001/api/v1/messaging/webhook/whatsapp${[...form].flat().join('')}`
    const signature = createHmac('sha1', chatAccount.authToken).update(signed).digest('base64')
    expect(headers.get('X-Twilio-Signature')).toBe(signature)
  },
)
