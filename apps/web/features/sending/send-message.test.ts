import { maxBodyLength as contract } from '@cloudpa/contracts/messages'
import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '../../client/api-error'
import { maxBodyLength, outcomeOf } from './send-message'

describe('maxBodyLength', () => {
  it('is the contract’s', () => expect(maxBodyLength).toBe(contract))
})

describe('outcomeOf', () => {
  it('is a refusal only where the server said no', () => {
    expect(outcomeOf(new ApiError('window_closed', 'Too late.', 409))).toEqual({
      state: 'refused',
      reason: 'Too late.',
    })
    expect(outcomeOf(new ApiError('rate_limited', 'Slow down.', 429)).state).toBe('unanswered')
    expect(outcomeOf(new ApiError('internal', 'Hm.', 500)).state).toBe('unanswered')
  })

  it('says offline only when it is', () => {
    vi.stubGlobal('navigator', { onLine: false })
    expect(outcomeOf(new ApiError('unreachable', '', 0)).reason).toBe('You were offline.')
    vi.stubGlobal('navigator', { onLine: true })
    expect(outcomeOf(new ApiError('unreachable', '', 0)).reason).toContain('may not be sent')
    vi.unstubAllGlobals()
  })
})
