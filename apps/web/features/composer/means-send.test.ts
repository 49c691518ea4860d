import { describe, expect, it } from 'vitest'
import { meansSend } from './means-send'

const plain = {
  key: 'Enter',
  isComposing: false,
  keyCode: 13,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
}

describe('meansSend', () => {
  it('is Enter, and no other key', () => {
    expect(meansSend(plain, false)).toBe(true)
    expect(meansSend({ ...plain, key: 'a' }, false)).toBe(false)
  })

  it('is not a new line', () => {
    expect(meansSend({ ...plain, shiftKey: true }, false)).toBe(false)
    expect(meansSend({ ...plain, altKey: true }, false)).toBe(false)
  })

  it('is not the choice of a candidate', () => {
    expect(meansSend({ ...plain, isComposing: true }, false)).toBe(false)
    expect(meansSend({ ...plain, keyCode: 229 }, false)).toBe(false)
    expect(meansSend({ ...plain, keyCode: 229, ctrlKey: true }, true)).toBe(false)
  })

  it('on touch takes a modifier, for Enter alone is the new line', () => {
    expect(meansSend(plain, true)).toBe(false)
    expect(meansSend({ ...plain, ctrlKey: true }, true)).toBe(true)
    expect(meansSend({ ...plain, metaKey: true }, true)).toBe(true)
  })
})
