import { expect, it } from 'vitest'
import { readCards, writeCard } from './vcard.js'

it('reads back the name and the number that it wrote, whatever is in the name', () => {
  for (const name of ['Javier Molina', 'Müller; Sohn, GmbH', 'back\\slash', 'سارة'])
    expect(readCards(writeCard({ name, phones: ['+34 655 20 81 40'] }))).toEqual([
      { name, phones: ['+34 655 20 81 40'] },
    ])
})

it('keeps a name to its own line', () => {
  expect(readCards(writeCard({ name: 'Ana\nTEL:+1', phones: [] }))).toEqual([
    { name: 'Ana TEL:+1', phones: [] },
  ])
})

it('reads what phones write: groups, folded lines, a name in parts, several people', () => {
  const file = [
    'BEGIN:VCARD\nVERSION:3.0\nN:Molina;Javier;;;\nitem1.TEL;type=CELL:+34 655\n  20 81 40\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana\r\nTEL;VALUE=uri:tel:+1-555\r\nEND:VCARD',
  ].join('\n')
  expect(readCards(file)).toEqual([
    { name: 'Javier Molina', phones: ['+34 655 20 81 40'] },
    { name: 'Ana', phones: ['+1-555'] },
  ])
})

it('finds nobody in what is no card', () => {
  expect(readCards('TEL:+1 555\nnothing')).toEqual([])
})
