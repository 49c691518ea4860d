import { expect, it } from 'vitest'
import { readFields } from './read-fields.js'

it('reads a field from each line, whose value may have colons of its own or be empty', () => {
  expect(readFields(' day : Saturday \n\nat: 10:30\nnote:')).toEqual({
    day: 'Saturday',
    at: '10:30',
    note: '',
  })
})

it('says which line has no name', () => {
  expect(() => readFields('day: Saturday\nno name here')).toThrow('“no name here” has no name')
  expect(() => readFields(': value')).toThrow('has no name')
})
