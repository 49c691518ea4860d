import { expect, it } from 'vitest'
import { arrayLiteral } from './array-literal.js'

it.each([
  ['nothing', [], '{}'],
  ['numbers as they are', [1, 2n, -3], '{1,2,-3}'],
  ['text that looks like something else', ['NULL', '', '{}', 'a,b', ' '], '{"NULL","","{}","a,b"," "}'],
  ['quotes and backslashes', ['"', '\\', '\\"', 'C:\\"x"\\'], String.raw`{"\"","\\","\\\"","C:\\\"x\"\\"}`],
  ['what is missing', [null, 'x', null], '{NULL,"x",NULL}'],
])('writes %s', (_, values, literal) => {
  expect(arrayLiteral(values)).toBe(literal)
})
