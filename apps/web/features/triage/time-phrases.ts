import type { Locale } from '../words/locales'
import { presetsAt, tomorrowAt, weekendOf } from './snooze-times'

interface Phrases {
  overmorrow?: RegExp
  /** Only where nothing but a time follows: “next week Friday” is another day. */
  nextWeek: RegExp
  /** How many, and of what: in 2 hours. */
  ahead?: RegExp
  /** The hour and the minutes of 15h30. */
  clock?: RegExp
}

const english: Phrases = {
  overmorrow: /(?:the )?day after tomorrow/iu,
  nextWeek: /^next week(?=[\s,]*(?:$|(?:at )?\d))/iu,
}

const phrases: Record<Locale, Phrases> = {
  en: english,
  'en-XA': english,
  es: {
    overmorrow: /pasado mañana/iu,
    nextWeek:
      /^(?:la )?(?:semana (?:que viene|pr[óo]xima)|pr[óo]xima semana)(?=[\s,]*(?:$|(?:a las? )?\d))/iu,
    ahead:
      /(?<!\p{L})(?:en|dentro de) (\d+|una?|media) ?(h|horas?|min|minutos?|d[íi]as?|semanas?|mes|meses)(?!\p{L})/iu,
    clock: /(?<![\p{L}\d])(?<hour>\d{1,2})(?: ?hs?|(?<=\blas? \d+) horas?)(?<minute>\d{2})?(?![\p{L}\d])/iu,
  },
  'pt-BR': {
    overmorrow: /depois de amanh[ãa]/iu,
    nextWeek: /^(?:na )?(?:semana que vem|pr[óo]xima semana)(?=[\s,]*(?:$|(?:[àa]s? )?\d))/iu,
    ahead:
      /(?<!\p{L})(?:em|daqui(?: a)?|dentro de) (\d+|uma?|meia) ?(h|horas?|min|minutos?|dias?|semanas?|m[êe]s|meses)(?!\p{L})/iu,
    clock: /(?<![\p{L}\d])(?<hour>\d{1,2})(?: ?hs?|(?<=[àa]s? \d+) horas?)(?<minute>\d{2})?(?![\p{L}\d])/iu,
  },
  ar: { nextWeek: /^(?:في )?(?:الأسبوع|الاسبوع) (?:القادم|المقبل)(?=[\s،,]*(?:$|(?:الساعة )?\d))/u },
}

/** Two hours are short, seven are a time of the day: a short one alone is how long, as in English. */
const howLong = /^[1-6] ?h$/iu

/**
 * Writes what a language's parser does not know, or takes for something else, as the date it means, which each of them
 * reads. English is understood in every language.
 * @param region whose weekend it is that the next week comes after
 */
export function spellOut(text: string, nowMs: number, locale: Locale, region: string): string {
  const now = new Date(nowMs)
  const { ahead, clock } = phrases[locale]
  const nextWeek = () =>
    presetsAt(nowMs, weekendOf(region)).find(({ key }) => key === 'nextWeek')?.at ?? tomorrowAt(nowMs)
  let spelt = text.replace(/\s+/gu, ' ')
  for (const said of new Set([phrases[locale], english])) {
    if (said.overmorrow) spelt = spelt.replace(said.overmorrow, () => dateOf(daysAhead(now, 2)))
    spelt = spelt.replace(said.nextWeek, () => dateOf(nextWeek()))
  }
  if (ahead) spelt = spelt.replace(ahead, (_, count: string, unit: string) => aheadOf(now, count, unit))
  if (clock && !howLong.test(spelt)) spelt = spelt.replace(clock, toClock)
  return spelt
}

function toClock(_: string, hour: string, minute = '00') {
  return `${hour}:${minute}`
}

function aheadOf(now: Date, written: string, unit: string): string {
  const count = /^me/iu.test(written) ? 0.5 : Number(written) || 1
  const minutes = /^h/iu.test(unit) ? 60 : /^min/iu.test(unit) ? 1 : null
  if (minutes) {
    const at = new Date(now.getTime() + count * minutes * 60_000)
    return `${dateOf(at)} ${two(at.getHours())}:${two(at.getMinutes())}`
  }
  if (/^m/iu.test(unit))
    return dateOf(new Date(now.getFullYear(), now.getMonth() + Math.ceil(count), now.getDate()))
  return dateOf(daysAhead(now, Math.ceil(count * (/^s/iu.test(unit) ? 7 : 1))))
}

function daysAhead(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
}

function dateOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

function two(part: number): string {
  return String(part).padStart(2, '0')
}
