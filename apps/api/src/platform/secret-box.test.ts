import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { open, seal } from './secret-box.js'

const key = (id: string) => ({ id, key: randomBytes(32) })

describe('a sealed secret', () => {
  const keys = [key('k1')]
  const sealed = seal(keys, 'the token', 'org:1/account:1')

  it('opens where it belongs, and only there', () => {
    expect(open(keys, sealed, 'org:1/account:1')).toBe('the token')
    expect(() => open(keys, sealed, 'org:2/account:1')).toThrow()
  })

  it('shows nothing of itself, and never the same twice', () => {
    expect(sealed).not.toContain('token')
    expect(seal(keys, 'the token', 'org:1/account:1')).not.toBe(sealed)
  })

  it('does not open when a single character was changed', () => {
    const parts = sealed.split('.')
    for (const index of [2, 3, 4]) {
      const part = parts[index] ?? ''
      const altered = parts.with(index, (part.startsWith('A') ? 'B' : 'A') + part.slice(1)).join('.')
      expect(() => open(keys, altered, 'org:1/account:1')).toThrow()
    }
  })

  it('still opens after a new key came first, and says which key is missing when the old one went', () => {
    const rotated = [key('k2'), ...keys]
    expect(open(rotated, sealed, 'org:1/account:1')).toBe('the token')
    expect(seal(rotated, 'x', 'y')).toMatch(/^v1\.k2\./)
    expect(() => open([key('k2')], sealed, 'org:1/account:1')).toThrow(/"k1"/)
  })
})
