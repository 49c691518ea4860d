import { describe, expect, it } from 'vitest'
import { explainFailure } from './explain-failure.js'

describe('what is said of a failure', () => {
  it.each([
    ['63016', 'window_closed', 'template', false],
    ['63015', 'not_joined', 'join', false],
    ['63018', 'too_fast', 'retry', true],
    ['20003', 'credentials', 'number', false],
    ['63024', 'not_on_whatsapp', 'contact', false],
    ['21617', 'too_long', 'shorten', false],
    ['63019', 'file_unfetched', 'retry', true],
    ['63034', 'file_large', 'file', false],
    ['30008', 'unknown', 'retry', true],
    ['number_off', 'number_off', 'number', false],
    // Not in any list: Twilio’s numbers say what they are about.
    ['30899', 'campaign', 'console', false],
    ['30451', 'toll_free', 'console', false],
    ['63999', 'channel_other', 'console', true],
    ['71234', 'other', 'console', true],
    ['__proto__', 'other', 'console', true],
    ['toString', 'other', 'console', true],
  ])('%s is %s: %s', (code, kind, step, retryable) => {
    const error = explainFailure(code)
    expect(error).toMatchObject({ code, kind, step, retryable, againAt: null })
    expect(error.message).toMatch(/^[A-Z].*\.$/)
  })

  it('leads to Twilio’s page where nobody here knows the code', () => {
    expect(explainFailure('71234').message).toContain('https://www.twilio.com/docs/api/errors/71234')
    expect(explainFailure('63016').message).not.toContain('twilio.com')
  })

  it('says to wait when a message is retried automatically', () => {
    const at = new Date('2026-11-23T10:00:00Z')
    expect(explainFailure('63018', at)).toMatchObject({ step: 'wait', againAt: '2026-11-23T10:00:00.000Z' })
  })

  it('has a word for a report without a reason', () => {
    expect(explainFailure(null)).toMatchObject({ code: 'unknown', kind: 'unknown', retryable: true })
  })
})
