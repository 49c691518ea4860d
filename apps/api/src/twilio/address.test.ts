import { describe, expect, it } from 'vitest'
import { readAddress, readUserId } from './address.js'

describe('an address of Twilio’s', () => {
  it.each([
    ['whatsapp:+14155550001', 'phone', '+14155550001'],
    ['WhatsApp:+14155550001', 'phone', '+14155550001'],
    ['+14155550001', 'phone', '+14155550001'],
    ['whatsapp: 14155550001', 'phone', '+14155550001'],
    [' 14155550001', 'phone', '+14155550001'],
    ['14155550001', 'phone', '+14155550001'],
    ['+1 (415) 555-0001', 'phone', '+14155550001'],
    ['384387', 'phone', '384387'],
    ['whatsapp:US.1234', 'user_id', 'US.1234'],
    ['ACME', 'user_id', 'ACME'],
  ])('%s is a %s', (text, kind, value) => {
    expect(readAddress(text)).toEqual({ kind, value })
  })

  it.each([undefined, '', ' ', 'whatsapp:'])('%s is none', (text) => {
    expect(readAddress(text)).toBeUndefined()
  })

  it('knows the shape of a WhatsApp user id', () => {
    expect(readUserId('whatsapp:IN.2081978709342942')).toBe('IN.2081978709342942')
    for (const text of ['whatsapp:foo_bar', '+14155550001', 'US.', 'us.1', undefined])
      expect(readUserId(text)).toBeUndefined()
  })
})
