import { expect, it } from 'vitest'
import { chooseLocale, isLocale } from './locales'

it.each([
  ['', 'en'],
  ['fr', 'en'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['pt-PT', 'pt-BR'],
  ['de, ar;q=0.7, en;q=0.8', 'en'],
  ['AR-eg', 'ar'],
  ['es;q=0, pt;q=0.1', 'pt-BR'],
])('speaks to a browser that accepts %o in %s', (accepted, locale) => {
  expect(chooseLocale(accepted)).toBe(locale)
})

it.each(['toString', 'constructor', '__proto__', 'de', ''])('takes %o for no language', (value) => {
  expect(isLocale(value)).toBe(false)
})
