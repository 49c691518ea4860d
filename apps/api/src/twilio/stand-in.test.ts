import { expect, it } from 'vitest'
import { standInFor } from './stand-in.js'

const base = { TWILIO_API_BASE_URL: 'http://localhost:3002' }

it('stands in for the accounts that are named, and for no other', () => {
  const env = { ...base, TWILIO_API_BASE_URL_ACCOUNTS: ['ACone', 'ACtwo'] }
  expect(standInFor(env, 'ACtwo')).toBe('http://localhost:3002')
  expect(standInFor(env, 'ACreal')).toBeUndefined()
})

it('stands in for all when none is named', () => {
  expect(standInFor({ ...base, TWILIO_API_BASE_URL_ACCOUNTS: undefined }, 'ACany')).toBe(
    'http://localhost:3002',
  )
})

it('stands in for every account that was made up for the simulator, without being told its name', () => {
  const madeUp = `AC${'0'.repeat(12)}${'5'.repeat(20)}`
  expect(standInFor({ ...base, TWILIO_API_BASE_URL_ACCOUNTS: ['ACone'] }, madeUp)).toBe(
    base.TWILIO_API_BASE_URL,
  )
})
