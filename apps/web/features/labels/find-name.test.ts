import { expect, it } from 'vitest'
import { findIn, isSameName } from './find-name'

it('finds words in a name, whatever their capitals and accents, and says where', () => {
  expect(findIn('Commission', 'comm')).toEqual(['', 'Comm', 'ission'])
  expect(findIn('Envío rápido', ' RAPI ')).toEqual(['Envío ', 'rápi', 'do'])
  expect(findIn('Tomás', 'as')).toEqual(['Tom', 'ás', ''])
  expect(findIn('توصيل', 'صي')).toEqual(['تو', 'صي', 'ل'])
  expect(findIn('Class', '')).toEqual(['', '', 'Class'])
  expect(findIn('Class', 'classes')).toBeNull()
  expect(findIn('Class', 'x')).toBeNull()
})

it('takes names for one that differ by capitals or accents alone', () => {
  expect(isSameName('Envío', ' ENVIO')).toBe(true)
  expect(isSameName('Envío', 'Envíos')).toBe(false)
})
