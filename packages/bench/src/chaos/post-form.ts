import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

/** Twilio waits this long for an answer. */
const timeoutMs = 15_000
const agent = new Agent({ keepAlive: true, maxSockets: 128 })

/** HMAC-SHA1 over the URL and every field in order of its name (https://www.twilio.com/docs/usage/security). */
function sign(authToken: string, url: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).toSorted()
  return createHmac('sha1', authToken)
    .update(url + names.map((name) => name + fields[name]).join(''))
    .digest('base64')
}

/**
 * Posts a signed form as Twilio does.
 * @returns the status, or 0 when no answer came
 */
export function postForm(url: string, authToken: string, fields: Record<string, string>): Promise<number> {
  const body = new URLSearchParams(fields).toString()
  return new Promise((done) => {
    const posted = request(url, {
      method: 'POST',
      agent,
      timeout: timeoutMs,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': sign(authToken, url, fields),
      },
    })
    posted.on('response', (response) => {
      response.resume()
      // Only a whole answer is one: the connection may break within it.
      response.on('end', () => done(response.statusCode ?? 0)).on('error', () => done(0))
      response.on('close', () => done(0))
    })
    posted.on('timeout', () => posted.destroy()).on('error', () => done(0))
    posted.end(body)
  })
}
