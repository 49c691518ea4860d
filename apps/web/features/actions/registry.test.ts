import { expect, it } from 'vitest'
import { actionIds, actionOf, keysOf } from './registry'

const offWithout = (singleKeys: boolean) =>
  actionIds.flatMap((id) =>
    keysOf(id, singleKeys).flatMap(({ shown, works }) => (works ? [] : shown.join(' then '))),
  )

it('turns off characters and their sequences, and neither arrows nor Enter, Escape and Alt', () => {
  expect(offWithout(true)).toEqual([])
  expect(offWithout(false).join(', ')).toBe(
    'J, K, O, I, E, H, B, S, L, A, U, X, Shift J, Shift K, Z, R, N, T, C, G then I, G then D, G then S, G then C, G then T, G then 1…9, V, /, ?',
  )
})

it('shows every key that works on the sheet', () => {
  const ofTextField = actionIds.filter((id) => actionOf(id).keys.length === 0)
  // One for all nine of the views, and the question mark of Arabic beside the other.
  const others = /^(g \[Shift\]\+[2-9]|\[Shift\]\+؟)$/
  const keys = actionIds.flatMap((id) => actionOf(id).keys).filter((key) => !others.test(key))
  const shown = actionIds.filter((id) => !ofTextField.includes(id)).flatMap((id) => actionOf(id).shown)
  expect(shown).toHaveLength(keys.length)
})

it('shows how to send as it was chosen', () => {
  const shown = (enterSends: boolean) =>
    (['send', 'newLine', 'sendDone'] as const).flatMap((id) =>
      keysOf(id, true, enterSends).flatMap(({ shown }) => shown),
    )
  expect(shown(true)).toEqual(['Enter', 'Shift Enter', 'Ctrl Enter'])
  expect(shown(false)).toEqual(['Ctrl Enter', 'Enter', 'Ctrl Shift Enter'])
})
