import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import es from './messages/es'
import { timesIn } from './use-times'

const now = new Date(2026, 10, 24, 14, 5).getTime()
const at = (month: number, day: number) => new Date(2026, month - 1, day, 9).toISOString()
const spanish = timesIn('es', [], createTranslator({ locale: 'es', messages: es, namespace: 'common' }))

it.each([
  [at(11, 24), '9:00'],
  [at(11, 25), 'mañana, 9:00'],
  [at(11, 27), 'el viernes, 9:00'],
  [at(12, 24), 'el 24 de diciembre, 9:00'],
])('a day that is not tomorrow has its article in Spanish: %s', (time, says) => {
  expect(spanish.comingTime(time, now)).toBe(says)
})
