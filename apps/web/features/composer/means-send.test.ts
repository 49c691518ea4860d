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
    expect(meansSend(plain, true)).toBe('send')
    expect(meansSend({ ...plain, key: 'a' }, true)).toBeNull()
  })

  it('is not a new line', () => {
    expect(meansSend({ ...plain, shiftKey: true }, true)).toBeNull()
    expect(meansSend({ ...plain, shiftKey: true, ctrlKey: true }, true)).toBeNull()
    expect(meansSend({ ...plain, altKey: true }, true)).toBeNull()
  })

  it('is not the choice of a candidate', () => {
    for (const enterSends of [true, false]) {
      expect(meansSend({ ...plain, isComposing: true }, enterSends)).toBeNull()
      expect(meansSend({ ...plain, keyCode: 229 }, enterSends)).toBeNull()
      expect(meansSend({ ...plain, keyCode: 229, ctrlKey: true }, enterSends)).toBeNull()
    }
  })

  it('with Ctrl or ⌘ is done, too', () => {
    expect(meansSend({ ...plain, ctrlKey: true }, true)).toBe('sendDone')
    expect(meansSend({ ...plain, metaKey: true }, true)).toBe('sendDone')
  })

  it('takes a modifier where Enter alone is the new line', () => {
    expect(meansSend(plain, false)).toBeNull()
    expect(meansSend({ ...plain, shiftKey: true }, false)).toBeNull()
    expect(meansSend({ ...plain, altKey: true, ctrlKey: true }, false)).toBeNull()
    expect(meansSend({ ...plain, ctrlKey: true }, false)).toBe('send')
    expect(meansSend({ ...plain, metaKey: true }, false)).toBe('send')
    expect(meansSend({ ...plain, metaKey: true, shiftKey: true }, false)).toBe('sendDone')
  })
})
