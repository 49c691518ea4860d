import { describe, expect, it } from 'vitest'
import { laterStatus } from './model.js'

describe('laterStatus', () => {
  it('only moves forward', () => {
    expect(laterStatus('read', 'sent')).toBe('read')
    expect(laterStatus('queued', 'delivered')).toBe('delivered')
  })

  it('ends with a failure, unless the message arrived after all', () => {
    expect(laterStatus('queued', 'failed')).toBe('failed')
    expect(laterStatus('failed', 'sent')).toBe('failed')
    expect(laterStatus('failed', 'delivered')).toBe('delivered')
  })
})
