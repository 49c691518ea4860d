import { describe, expect, it } from 'vitest'
import { loadReader } from './read-when'
import { presetsAt, weekendOf } from './snooze-times'

/** Tuesday, 24 November 2026, 14:05 where this runs. */
const now = new Date(2026, 10, 24, 14, 5).getTime()
const at = (month: number, day: number, hour: number, minute = 0) =>
  new Date(2026, month - 1, day, hour, minute)

describe('a time in words', () => {
  it.each([
    ['en', 'tue 9', at(12, 1, 9)],
    ['en', 'tue 3', at(12, 1, 15)],
    ['en', 'tomorrow', at(11, 25, 9)],
    ['en', 'tomorrow 14:30', at(11, 25, 14, 30)],
    ['en', 'tomorrow evening', at(11, 25, 20)],
    ['en', 'monday morning', at(11, 30, 9)],
    ['en', 'in 3 days', at(11, 27, 9)],
    ['en', '2h', at(11, 24, 16, 5)],
    ['en', 'dec 1', at(12, 1, 9)],
    ['en', '1 dec 16:00', at(12, 1, 16)],
    ['en', '9', at(11, 25, 9)],
    ['es', 'mañana', at(11, 25, 9)],
    ['es', 'martes 9', at(12, 1, 9)],
    ['es', 'mañana por la tarde', at(11, 25, 15)],
    ['es', 'tomorrow 9', at(11, 25, 9)],
    ['pt-BR', 'amanhã às 14:00', at(11, 25, 14)],
    ['pt-BR', 'terça 9', at(12, 1, 9)],
    ['ar', 'غدًا الساعة 14:00', at(11, 25, 14)],
    ['pt-BR', 'segunda-feira às 15h', at(11, 30, 15)],
    ['pt-BR', 'amanhã às 15h30', at(11, 25, 15, 30)],
    ['pt-BR', 'hoje às 17h', at(11, 24, 17)],
    ['pt-BR', 'às 17h', at(11, 24, 17)],
    ['pt-BR', 'às 17 horas', at(11, 24, 17)],
    ['pt-BR', '17h', at(11, 24, 17)],
    ['pt-BR', 'daqui a 2 horas', at(11, 24, 16, 5)],
    ['pt-BR', 'em 2 horas', at(11, 24, 16, 5)],
    ['pt-BR', 'em 12 horas', at(11, 25, 2, 5)],
    ['pt-BR', 'amanhã às 05:30', at(11, 25, 5, 30)],
    ['pt-BR', 'daqui 30 min', at(11, 24, 14, 35)],
    ['pt-BR', 'em meia hora', at(11, 24, 14, 35)],
    ['pt-BR', 'em 3 dias às 15h', at(11, 27, 15)],
    ['pt-BR', 'em um mês', at(12, 24, 9)],
    ['pt-BR', '2h', at(11, 24, 16, 5)],
    ['pt-BR', 'depois de amanhã', at(11, 26, 9)],
    ['pt-BR', 'depois de amanhã às 5', at(11, 26, 17)],
    ['pt-BR', 'semana que vem', at(11, 30, 9)],
    ['pt-BR', 'na próxima semana às 10h', at(11, 30, 10)],
    ['pt-BR', 'sexta às 9', at(11, 27, 9)],
    ['pt-BR', 'hoje', at(11, 24, 17)],
    ['es', 'pasado mañana', at(11, 26, 9)],
    ['es', 'pasado mañana a las 10', at(11, 26, 10)],
    ['es', 'a las 5', at(11, 24, 17)],
    ['es', 'a las 17h', at(11, 24, 17)],
    ['es', 'a las 17 horas', at(11, 24, 17)],
    ['es', 'en 2 horas', at(11, 24, 16, 5)],
    ['es', 'dentro de una semana', at(12, 1, 9)],
    ['es', 'la semana que viene', at(11, 30, 9)],
    ['es', 'viernes a las 9', at(11, 27, 9)],
    ['en', '5', at(11, 24, 17)],
    ['en', '6', at(11, 24, 18)],
    ['en', '2', at(11, 25, 14)],
    ['en', 'at 5', at(11, 24, 17)],
    ['en', 'tomorrow 5', at(11, 25, 17)],
    ['en', 'today', at(11, 24, 17)],
    ['en', 'today 16', at(11, 24, 16)],
    ['en', '1 dec 16', at(12, 1, 16)],
    ['en', 'december 1, 16', at(12, 1, 16)],
    ['en', 'dec 16', at(12, 16, 9)],
    ['en', 'next week', at(11, 30, 9)],
    ['en', 'next week 14:00', at(11, 30, 14)],
    ['en', 'friday next week', at(12, 4, 9)],
    ['en', 'day after tomorrow', at(11, 26, 9)],
    ['ar', 'بعد غد', at(11, 26, 9)],
    // A week begins on Sunday there.
    ['ar', 'الأسبوع القادم', at(11, 29, 9)],
  ] as const)('in %s: %s', async (locale, text, expected) => {
    const read = await loadReader(locale)
    expect(read(text, now)).toEqual(expected)
  })

  it('says the same as what is offered beside it', async () => {
    const read = await loadReader('en', 'en-AE')
    const offered = presetsAt(now, weekendOf('en-AE'))
    expect([read('today', now), read('next week', now)]).toEqual(
      ['laterToday', 'nextWeek'].map((name) => offered.find(({ key }) => key === name)?.at),
    )
  })

  it.each(['', 'soon-ish', '99', 'hello 42'])('that is none: “%s”', async (text) => {
    const read = await loadReader('en')
    expect(read(text, now)).toBeNull()
  })
})
