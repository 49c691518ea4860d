import { describe, expect, it } from 'vitest'
import { whereLinesMayEnd } from './where-lines-may-end'

describe('whereLinesMayEnd', () => {
  it('keeps the slashes of an address together, and its fragment whole', () => {
    expect(whereLinesMayEnd('https://inbox.example/api/whatsapp#rc=5&rp=all')).toEqual([
      'https://',
      'inbox.example/',
      'api/',
      'whatsapp',
      '#rc=5&rp=all',
    ])
  })

  it('leaves what is no address alone', () => {
    for (const whole of ['cpa_1f9c0b7e', 'npm run cloudpa -- set-up-link', ''])
      expect(whereLinesMayEnd(whole)).toEqual([whole])
  })
})
