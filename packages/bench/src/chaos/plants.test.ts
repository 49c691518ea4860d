import { expect, it } from 'vitest'
import { misfitsOf, plantNames } from './plants.js'

it.each(plantNames)('the code that %s replaces is in the built API once', (name) => {
  expect(misfitsOf(name)).toEqual([])
})
