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

  it('keeps the reason with what was told with it, and nothing that is none', () => {
    const refused = (params: unknown) =>
      toApiError(429, { error: { code: 'rate_limited', message: 'As the server says.', params } })
    const reason = { reason: 'mailed_often', minutes: 1 }
    expect(refused(reason)).toMatchObject({ message: 'As the server says.', params: reason })
    for (const none of [undefined, {}, { reason: 3 }, 'x']) expect(refused(none).params).toBeUndefined()
  })

  it('says nothing where the answer has no sentence', () => {
    expect(toApiError(502, undefined)).toMatchObject({ code: 'unknown', message: '', status: 502 })
    expect(toApiError(400, 'x')).toMatchObject({ code: 'unknown', message: '' })
  })
})
