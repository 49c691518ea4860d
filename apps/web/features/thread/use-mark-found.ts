'use client'
import type { FoundMessage } from '@cloudpa/contracts/search'
import { useEffect } from 'react'
import { placesIn } from './places-in'

const [every, current] = ['found', 'found-now']

/**
 * Has what was found stand out in the messages that are drawn, without touching them: their words belong to React. A
 * browser that knows no highlights still flashes each message that one comes to.
 */
export function useMarkFound(hits: FoundMessage[], at: number): void {
  useEffect(() => {
    const thread = document.querySelector('[data-testid="thread"]')
    if (!thread || !('highlights' in CSS)) return undefined
    const mark = () => {
      const all = hits.map((hit) => rangesOf(thread, hit))
      CSS.highlights.set(every, new Highlight(...all.filter((_, index) => index !== at).flat()))
      CSS.highlights.set(current, new Highlight(...(all[at] ?? [])))
    }
    mark()
    const drawings = new MutationObserver(mark)
    drawings.observe(thread, { childList: true, subtree: true })
    return () => {
      drawings.disconnect()
      for (const name of [every, current]) CSS.highlights.delete(name)
    }
  }, [hits, at])
}

/** Where in the page stands what was found in a message; nothing where that is not drawn. */
function rangesOf(thread: Element, { message, body }: FoundMessage): Range[] {
  const words = thread.querySelector(`[data-message-id="${CSS.escape(message.id)}"] [data-words]`)
  if (!words) return []
  const texts: Text[] = []
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  const drawn = texts.map(({ data }) => data).join('')
  return placesIn(message.content.body, drawn, body).map(({ start, end }) => {
    const range = new Range()
    range.setStart(...boundary(texts, start))
    range.setEnd(...boundary(texts, end))
    return range
  })
}

/** The text that holds a place of all texts together, and where it is there. */
function boundary(texts: Text[], place: number): [Text, number] {
  let left = place
  for (const text of texts) {
    if (left <= text.length) return [text, left]
    left -= text.length
  }
  throw new RangeError(`${place} is behind the last of the texts`)
}
