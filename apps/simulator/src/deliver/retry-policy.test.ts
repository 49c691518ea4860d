import { describe, expect, it } from 'vitest'
import { causeOfStatus, readRetryPolicy } from './retry-policy.js'

describe('readRetryPolicy', () => {
  it('retries once, and only a failed connection, by default', () => {
    const policy = readRetryPolicy('https://a.test/hook?x=1')
    expect(policy).toMatchObject({ url: 'https://a.test/hook?x=1', retries: 1, totalTimeoutMs: 15_000 })
    expect([...policy.causes]).toEqual(['ct'])
  })

  it('reads the fragment and leaves it out of the URL', () => {
    const policy = readRetryPolicy('https://a.test/#rc=3&rp=4xx,rt&ct=2000&rt=5000&tt=14000')
    expect(policy.url).toBe('https://a.test/')
    expect(policy).toMatchObject({
      retries: 3,
      connectTimeoutMs: 2000,
      readTimeoutMs: 5000,
      totalTimeoutMs: 14_000,
    })
    expect([...policy.causes]).toEqual(['rt', '4xx'])
  })

  it('keeps to Twilio’s limits and knows "all"', () => {
    const policy = readRetryPolicy('https://a.test/#rc=99&rp=all&ct=1')
    expect(policy).toMatchObject({ retries: 5, connectTimeoutMs: 100 })
    expect(policy.causes.size).toBe(4)
  })
})

describe('causeOfStatus', () => {
  it('does not call a 429 a reason to retry', () => {
    expect([200, 404, 429, 500].map(causeOfStatus)).toEqual([undefined, '4xx', undefined, '5xx'])
  })
})
