import { expect, it } from 'vitest'
import { useAnnouncement } from './announcer'

it('says the same words again, each time as news', () => {
  const { announce } = useAnnouncement.getState()
  const texts = ['Hello?', 'Hello?', 'Hello?', 'Bye', 'Hello?'].map((words) => {
    announce(words)
    return useAnnouncement.getState().text
  })
  expect(texts.map((text) => text.trim())).toEqual(['Hello?', 'Hello?', 'Hello?', 'Bye', 'Hello?'])
  for (const [at, text] of texts.entries()) expect(text).not.toBe(texts[at - 1])
})
