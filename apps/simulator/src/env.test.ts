import { describe, expect, it } from 'vitest'
import { readEnv } from './env.js'

describe('readEnv', () => {
  it('has a default for everything and takes an empty variable for none', () => {
    expect(readEnv({ SIMULATOR_STATE: '' })).toEqual({
      port: 3002,
      host: '127.0.0.1',
      token: undefined,
      statePath: undefined,
      autoReceipts: true,
    })
  })

  it('names every fault at once', () => {
    const wrong = { SIMULATOR_PORT: 'abc', SIMULATOR_TOKEN: 'short', SIMULATOR_AUTO_RECEIPTS: 'maybe' }
    expect(() => readEnv(wrong)).toThrow(/SIMULATOR_PORT[\s\S]*SIMULATOR_TOKEN[\s\S]*SIMULATOR_AUTO_RECEIPTS/)
  })
})
