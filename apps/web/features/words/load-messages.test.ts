import { expect, it } from 'vitest'
import { withFallback } from './load-messages'

it('says in English what a language lacks, however deep, and nothing that English has not', () => {
  const waits = [['count', 2, { one: [0, ' waits'] }]]
  const english = { room: { hello: 'Hello', waits, group: { yes: 'Yes', no: 'No' } }, empty: { a: 'A' } }
  const spanish = { room: { hello: 'Hola', group: { yes: 'Sí' }, old: 'Antes' } }
  expect(withFallback(english, spanish)).toEqual({
    room: { hello: 'Hola', waits, group: { yes: 'Sí', no: 'No' } },
    empty: { a: 'A' },
  })
})
