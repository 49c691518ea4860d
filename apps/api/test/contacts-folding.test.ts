import type { ContactPage } from '@cloudpa/contracts/contacts'
import type { SearchAnswer } from '@cloudpa/contracts/search'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { foldText } from '../src/search/fold-text.js'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

it('the database folds each letter as the search of everything does', async () => {
  const rows = await askDatabase<{ code: number; folded: string }>(
    stack,
    // Without the halves of pairs, and what each side's version of Unicode may not know yet.
    `SELECT code, fold_text(chr(code)) AS folded FROM generate_series(1, 65533) AS code
     WHERE code NOT BETWEEN 55296 AND 57343 AND unicode_assigned(chr(code))`,
    [],
  )
  expect(rows.length).toBeGreaterThan(50_000)
  const astray = rows.flatMap(({ code, folded }) => {
    const letter = String.fromCodePoint(code)
    return /\p{L}|\p{N}|\p{M}/u.test(letter) && folded !== foldText(letter)
      ? [[letter, code.toString(16), folded, foldText(letter)]]
      : []
  })
  expect(astray).toEqual([])
})

/** Somebody’s name and number, and what they are looked for by. */
const cases: [name: string, phone: string, queries: string[]][] = [
  ['Jörg Weiß', '+4915120348890', ['jorg', 'WEISS', 'weiss jörg', '+49 (0)1512 0348890', '015120348890']],
  ['Søren Łukasz', '+4540123456', ['soren', 'lukasz', 'SØREN, Łukasz']],
  ['Ægir Œuvrard', '+3545812345', ['aegir', 'oeuvrard']],
  ['Işıl Đorđe', '+905321234567', ['isil', 'dorde', 'IŞIL']],
  ['Ωμέγας', '+306912345678', ['ωμεγασ', 'ΩΜΈΓΑΣ']],
  ['فاطمة أحمدى', '+971501182044', ['فاطمه', 'احمدي', '٠٥٠١١٨٢٠٤٤', '۹۷۱۵۰۱۱۸۲۰۴۴']],
  ['שלום כהן', '+972541234567', ['שלומ', 'כהנ']],
  ['タナカ ｻﾝ', '+819012345678', ['たなか', 'さん', 'タナカ']],
  ['한지민', '+821012345678', ['지민']],
  ['O’Brien-Smith', '+353861234567', ['brien smith', 'o brien', 'Smith/Brien']],
  ['Raúl Pérez', '+525512345678', ['perez raul', '+52 1 55 1234 5678', '52 55 1234 5678']],
]

it('whoever is found by the search of everything is found among the contacts, by the same words', async () => {
  const tenant = await Tenant.create(stack)
  for (const [ProfileName, phone] of cases) await tenant.receive({ From: `whatsapp:${phone}`, ProfileName })
  await tenant.waitForInbound(cases.length)
  const ask = <T>(path: string, q: string) => tenant.call<T>('GET', `${path}?q=${encodeURIComponent(q)}`)
  for (const [name, phone, queries] of cases) {
    for (const q of queries) {
      const found = await waitFor(
        async () => {
          const { people } = await ask<SearchAnswer>('/messaging/search', q)
          return people.some(({ contact }) => contact.phone === phone)
        },
        { what: `${name} by ${q}` },
      )
      const { items } = await ask<ContactPage>('/contacts', q)
      expect([q, found, items.map((one) => one.phone)]).toEqual([q, true, [phone]])
    }
  }
})
