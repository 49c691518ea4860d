import { expect, it } from 'vitest'
import { findMembers } from './find-members'

const members = ['Ana Souza', 'Zoë Lee', 'Leo Anand', 'ليلى حداد'].map((name) => ({ name }))

it.each([
  ['', ['Ana Souza', 'Zoë Lee', 'Leo Anand', 'ليلى حداد']],
  ['an', ['Ana Souza', 'Leo Anand']],
  ['zoe', ['Zoë Lee']],
  ['le', ['Leo Anand', 'Zoë Lee']],
  ['Ana S', ['Ana Souza']],
  ['لي', ['ليلى حداد']],
  ['na', []],
  ['Ana Souza ', []],
])('%s', (query, expected) => {
  expect(findMembers(members, query).map(({ name }) => name)).toEqual(expected)
})
