import type { ParsedResult } from 'chrono-node'
import type { Locale } from '../words/locales'
import { presetsAt, weekendOf } from './snooze-times'
import { spellOut } from './time-phrases'

type Parse = (text: string, from: Date) => ParsedResult[]

const morning = 9
/** What a part of the day is called has an hour of its own; a morning begins at nine here. */
const partOfDay = /casualReference\/(afternoon|evening|tonight|noon|midnight|night)/

/**
 * Returns how to read a time in words of a language, and in English; fetched when somebody writes one.
 * @param region whose weekend it is that the next week comes after
 */
export async function loadReader(
  locale: Locale,
  region: string = locale,
): Promise<(text: string, nowMs: number) => Date | null> {
  const loads: Promise<{ casual: { parse: (...args: [string, Date, object]) => ParsedResult[] } }>[] = []
  if (locale === 'es') loads.push(import('chrono-node/es'))
  if (locale === 'pt-BR') loads.push(import('chrono-node/pt'))
  if (locale === 'ar') loads.push(import('chrono-node/ar'))
  loads.push(import('chrono-node/en'))
  const parses = (await Promise.all(loads)).map(
    ({ casual }): Parse =>
      (text, from) =>
        casual.parse(text, from, { forwardDate: true }),
  )
  return (written, nowMs) => {
    // Arabic may be written with its vowels or without.
    const plain = written
      .normalize('NFC')
      .replace(/[\u064b-\u0652]/g, '')
      .trim()
    const text = spellOut(plain, nowMs, locale, region)
    const found = parses.map((parse) => readWhen(text, new Date(nowMs), parse)).find((at) => at !== null)
    if (!found) return null
    const { at, isTimed } = found
    // The morning of today is over: what is offered beside the words is meant.
    if (isTimed || at.getTime() > nowMs || at.toDateString() !== new Date(nowMs).toDateString()) return at
    return presetsAt(nowMs, weekendOf(region)).find(({ key }) => key === 'laterToday')?.at ?? at
  }
}

function readWhen(text: string, now: Date, parse: Parse): { at: Date; isTimed: boolean } | null {
  const found = parse(text, now)
  const hour = /^(.*?)[\s,]*\b(\d{1,2})$/u.exec(text)
  // “1 dec 16” is a day and an hour, no day of 2016.
  const day = hour?.[1] ? parse(hour[1], now) : []
  const isDay =
    day[0]?.text === hour?.[1] && day[0]?.start.isCertain('day') && !day[0].start.isCertain('hour')
  // “tue 9” is Tuesday at nine, where the nine is not part of a date; a nine alone is the next one.
  const isLoose = hour && Number(hour[2]) < 24 && (isDay || (found[0]?.text.length ?? 0) < text.length)
  const isAlone = isLoose && found.length === 0 && !hour[1]
  const results = isAlone ? parse(`${hour[2]}:00`, now) : isLoose && isDay ? day : found
  const [first] = results
  if (!first) return null
  const timed = results.find(({ start }) => start.isCertain('hour'))
  const casual = results.find((result) => partOfDay.test([...result.tags()].join()))
  const at = first.start.date()
  const clock = (timed ?? casual)?.start.date()
  if (clock) at.setHours(clock.getHours(), clock.getMinutes(), 0, 0)
  else at.setHours(isLoose ? Number(hour[2]) : morning, 0, 0, 0)
  // 05:30 is said as it is only in the morning.
  const isBare = timed
    ? !timed.start.isCertain('meridiem') && !/\b0\d:\d/.test(timed.text)
    : isLoose && !casual
  // Nobody asks to be reminded at three in the night without saying so; and the next such hour may be today's.
  if (isBare && at.getHours() > 0 && at.getHours() < 7) {
    at.setHours(at.getHours() + 12)
    const saysDay = results.some(({ start }) => start.isCertain('day') || start.isCertain('weekday'))
    if (!saysDay) {
      at.setFullYear(now.getFullYear(), now.getMonth(), now.getDate())
      if (at <= now) at.setDate(at.getDate() + 1)
    }
  }
  return { at, isTimed: Boolean(clock ?? isLoose) }
}
