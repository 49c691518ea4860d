import { waitingMedium } from '@cloudpa/contracts/media'
import { expect, test } from 'vitest'
import { matchLeft } from './find-left.js'
import type { Outgoing } from './outgoing.js'

const plain = { file: undefined, place: undefined, template: undefined }
const text = (body: string): Outgoing => ({ ...plain, body })
const picture = (body = ''): Outgoing => ({
  ...plain,
  body,
  file: waitingMedium('m1', 'image', 'image/jpeg'),
})
const place: Outgoing = { ...text('The workshop'), place: 'geo:1,2|The workshop' }
const template: Outgoing = { ...text('Hi Ana'), template: { sid: 'HX1', values: {} } }

test('a text is the oldest of its words', () => {
  expect(matchLeft([text('Hola')], [text('Hi'), text('Hola'), text('Hola')])).toEqual([1])
  expect(matchLeft([text('Hola')], [text('Hola '), picture('Hola')])).toEqual([])
})

test('the parts of a text are a message each, from the first on', () => {
  const parts = ['One', 'Two', 'Two'].map(text)
  expect(matchLeft(parts, ['Two', 'One', 'Two'].map(text))).toEqual([1, 0, 2])
  expect(matchLeft(parts, ['One', 'Two'].map(text))).toEqual([0, 1])
  expect(matchLeft(parts, [text('Two')])).toBe('unclear')
})

test('a file is a file with its words, and a place its words, unless two could be it', () => {
  expect(matchLeft([picture()], [text(''), picture('Look'), picture()])).toEqual([2])
  expect(matchLeft([picture()], [picture(), picture()])).toBe('unclear')
  expect(matchLeft([place], [text('The workshop')])).toEqual([0])
  expect(matchLeft([place], [text('The workshop'), text('The workshop')])).toBe('unclear')
})

test('a template is its words, or may be whatever nobody knows of', () => {
  expect(matchLeft([template], [text('Other'), text('Hi Ana')])).toEqual([1])
  expect(matchLeft([template], [text('Other')])).toBe('unclear')
  expect(matchLeft([template], [])).toEqual([])
})
