import { describe, expect, it } from 'vitest'
import { draftKey, draftConversation, readDrafts } from './drafts'

function storage(items: Record<string, string>) {
  const keys = Object.keys(items)
  return {
    length: keys.length,
    key: (index: number) => keys[index] ?? null,
    getItem: (key: string) => items[key] ?? null,
  }
}

describe('drafts', () => {
  it('reads back what was kept for this person in this org, and nothing else', () => {
    const kept = storage({
      [draftKey('org1:ana', 'c1')]: 'half a sentence',
      [draftKey('org1:ben', 'c1')]: 'somebody else',
      theme: 'dark',
    })
    expect(readDrafts(kept, 'org1:ana')).toEqual({ c1: 'half a sentence' })
  })

  it('knows whose draft a key is', () => {
    expect(draftConversation(draftKey('org1:ana', 'c1'), 'org1:ana')).toBe('c1')
    expect(draftConversation(draftKey('org1:ana', 'c1'), 'org1:ben')).toBeNull()
    expect(draftConversation('theme', 'org1:ana')).toBeNull()
  })
})
