import { describe, expect, it } from 'vitest'
import { toApiError } from './request'

describe('toApiError', () => {
  it('reads our errors and better-auth’s alike', () => {
    const ours = toApiError(409, { error: { code: 'window_closed', message: 'Too late.', requestId: 'r1' } })
    expect(ours).toMatchObject({ code: 'window_closed', message: 'Too late.', status: 409 })
    const theirs = toApiError(401, {
      code: 'INVALID_EMAIL_OR_PASSWORD',
      message: 'Invalid email or password',
    })
    expect(theirs).toMatchObject({ code: 'INVALID_EMAIL_OR_PASSWORD', status: 401 })
    const both = {
      code: 'INVALID_TOKEN',
      message: 'Too old.',
      error: { code: 'invalid_request', message: 'Too old.' },
    }
    expect(toApiError(400, both)).toMatchObject({ code: 'INVALID_TOKEN', message: 'Too old.' })
  })

  it('says the reason itself, and in the server’s words what it does not know', () => {
    const said = (params: object) =>
      toApiError(429, { error: { code: 'rate_limited', message: 'As the server says.', params } }).message
    expect(said({ reason: 'mailed_often', minutes: 1 })).toMatch(/as many .* try again in 1 minute\.$/)
    expect(said({ reason: 'moon_is_full', nights: 2 })).toBe('As the server says.')
    expect(said({})).toBe('As the server says.')
  })

  it('has a sentence where the answer has none', () => {
    expect(toApiError(502, undefined).message).toContain('trouble')
    expect(toApiError(429, {}).message).toContain('Wait')
    expect(toApiError(400, 'x').code).toBe('unknown')
  })
})
