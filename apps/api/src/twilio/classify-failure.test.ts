import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { classifyFailure } from './classify-failure.js'

const rest = (statusCode: number, code?: number) =>
  new twilio.RestException({
    statusCode,
    body: { code, message: 'says Twilio', status: statusCode },
  } as never)
const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

describe('what is known after a call failed', () => {
  it.each([
    [rest(429, 20429), 'not-taken'],
    [network('ECONNREFUSED'), 'not-taken'],
    [network('ENOTFOUND'), 'not-taken'],
    [rest(500, 20500), 'unknown'],
    [rest(503), 'unknown'],
    [network('ECONNRESET'), 'unknown'],
    [network('ECONNABORTED'), 'unknown'],
    [network('ETIMEDOUT'), 'unknown'],
    [new Error('something new'), 'unknown'],
    [rest(400, 63024), 'refused'],
    [rest(400, 63018), 'not-taken'],
    [rest(401, 20003), 'shut-out'],
    [rest(403, 20005), 'shut-out'],
    [rest(404, 20404), 'shut-out'],
    [rest(403, 20403), 'refused'],
  ])('%s is %s', (error, kind) => {
    expect(classifyFailure(error)).toMatchObject({ kind })
  })
})
