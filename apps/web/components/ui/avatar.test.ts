import { expect, it } from 'vitest'
import { initialsOf } from './avatar'

it.each([
  ['María López', 'ML'],
  ['Jean-Baptiste de la Fontaine', 'JF'],
  ['zed', 'Z'],
  ['+34 600 123 456', '56'],
  ['小林 あかり', '小あ'],
  ['🌸', '?'],
])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
