import { describe, expect, it } from 'vitest'
import { draftKey, draftOwner, readDrafts } from './drafts'

function storage(items: Record<string, string>) {
  const keys = Object.keys(items)
  return {
    length: keys.length,
    key: (index: number) => keys[index] ?? null,
    getItem: (key: string) => items[key] ?? null,
  }
}

describe('drafts', () => {
  it('reads back what was kept for this org, and nothing else', () => {
    const kept = storage({
      [draftKey('org1', 'c1')]: 'half a sentence',
      [draftKey('org2', 'c1')]: 'another org',
      theme: 'dark',
    })
    expect(readDrafts(kept, 'org1')).toEqual({ c1: 'half a sentence' })
  })

  it('knows whose draft a key is', () => {
    expect(draftOwner(draftKey('org1', 'c1'), 'org1')).toBe('c1')
    expect(draftOwner(draftKey('org1', 'c1'), 'org2')).toBeNull()
    expect(draftOwner('theme', 'org1')).toBeNull()
  })
})
