import { expect, it } from 'vitest'
import { formatPhone } from './format-phone.js'

it('groups a number as its country does, and leaves alone what is none', () => {
  expect(formatPhone('+33639980021')).toBe('+33 6 39 98 00 21')
  expect(formatPhone('+14155238886')).toBe('+1 415 523 8886')
  expect(formatPhone('72345')).toBe('72345')
})
