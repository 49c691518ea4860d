import { describe, expect, it } from 'vitest'
import { blanksIn, fillIn } from './fill-in'

const values = { first_name: 'Amina', name: 'Amina Diallo', my_name: 'Marisol', business: '' }

describe('fillIn', () => {
  it.each([
    ['Hi {{first_name}}!', 'Hi Amina!'],
    ['{{name}}, {{name}}', 'Amina Diallo, Amina Diallo'],
    ['{{ First_Name }}', 'Amina'],
    ['{{my_name}} of {{business}}', 'Marisol of {{business}}'],
    ['{{order}} {first_name} {{first name}}', '{{order}} {first_name} {{first name}}'],
    ['{{first_name', '{{first_name'],
    ['{{constructor}}', '{{constructor}}'],
  ])('%j', (text, filled) => expect(fillIn(text, values)).toBe(filled))

  it('takes a name for what it is, whatever stands in it', () => {
    expect(fillIn('Hi {{name}}', { name: '$& {{first_name}}' })).toBe('Hi $& {{first_name}}')
  })
})

it('blanks are what is left open, where it stands', () => {
  expect(blanksIn('Hi {{a}}, {{}} and {{b c}}').map(({ text }) => text)).toEqual(['{{a}}', '{{}}', '{{b c}}'])
  expect(blanksIn('x{{a}}')).toEqual([{ from: 1, to: 6, text: '{{a}}' }])
  expect(blanksIn('{ {a} } {{a\n}}')).toEqual([])
})
