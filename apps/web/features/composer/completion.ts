/** What is being written in short, and could be completed. */
export interface Completion {
  kind: 'reply' | 'mention' | 'emoji'
  /** Where it begins; it ends at the caret. */
  from: number
  to: number
  /** What was written of it, without its sign. */
  query: string
}

/** What is not completed: what was left as it is, or what was chosen (`text`), which may be the beginning of a longer name. */
export interface Left {
  kind: Completion['kind']
  from: number
  text: string
}

/** Whether it still counts: a chosen name while it is in the text, a dismissed list until there is nothing to complete. */
export function stillLeft(left: Left | null, now: Completion | null, value: string): Left | null {
  if (left?.text) return value.startsWith(left.text, left.from) ? left : null
  return now && left
}

const reply = /^\/[^\n]{0,40}$/
/** A colon stands before it that belongs to no word, time or address. */
const emoji = /(?:^|[\s([{"'¡¿])(:[\p{L}\p{M}\p{N}_+-]{2,30})$/u

/** A name may hold spaces, and what stands before the @ is no address. */
const mention = /(?<![\p{L}\p{M}\p{N}_@])@([^\n@]{0,40})$/u

/**
 * A quick reply, where a reply begins with a slash, a member, where an @ stands in a note, or an emoji, where a colon
 * stands before letters.
 */
export function completionAt(text: string, caret: number, writing: 'reply' | 'note'): Completion | null {
  const before = text.slice(0, caret)
  const name = writing === 'note' ? mention.exec(before)?.[1] : undefined
  if (name !== undefined) return { kind: 'mention', from: caret - name.length - 1, to: caret, query: name }
  if (writing === 'reply' && reply.test(before))
    return { kind: 'reply', from: 0, to: caret, query: before.slice(1) }
  const short = emoji.exec(before)?.[1]
  return short ? { kind: 'emoji', from: caret - short.length, to: caret, query: short.slice(1) } : null
}
