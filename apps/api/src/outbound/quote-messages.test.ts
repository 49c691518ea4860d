import { waitingMedium } from '@cloudpa/contracts/media'
import { expect, it } from 'vitest'
import { presentMessage, type ShownMessage } from './present-message.js'
import { selectQuoted, withQuoted, type QuotedRow } from './quote-messages.js'

const row = (content: unknown) => ({
  id: 'm',
  body: 'Yes',
  content,
  authorKind: 'customer',
  status: 'received',
  position: 1n,
  occurredAt: new Date(0),
  priceAmount: null,
})
const shown = (content: unknown) => ({
  orgId: 'o',
  message: presentMessage(row(content) as unknown as ShownMessage),
})

it('asks for nothing where no message answers one, and for all by one statement', () => {
  expect(selectQuoted([])).toBeUndefined()
  expect(selectQuoted([shown(null), shown({ kind: 'text', v: 1 })])).toBeUndefined()
  const answers = [shown(null), ...['a', 'b'].map((replyToSid) => shown({ kind: 'text', v: 1, replyToSid }))]
  expect(selectQuoted(answers)?.values).toMatchObject(['{"o","o"}', {}, {}, '{"a","b"}'])
})

it('quotes sound without its waveform, and people by their names alone', () => {
  const answers = [shown({ kind: 'text', v: 1, replyToSid: 'a' })]
  const quote = (content: unknown) => {
    const quoted = { id: 'q', quotedBy: 'm', direction: 'inbound', body: '', content } as QuotedRow
    return withQuoted(answers, [quoted])[0]?.message.quoted?.content
  }
  const peaks = Array.from({ length: 64 }, () => 50)
  const medium = { ...waitingMedium('f', 'voice', 'audio/ogg'), peaks, durationMs: 5_000 }
  expect(quote({ kind: 'voice', v: 1, media: [medium] })).toMatchObject({
    kind: 'voice',
    media: [{ id: 'f', peaks: null, durationMs: 5_000 }],
  })
  const ann = { name: 'Ann', company: 'A', phones: [{ number: '+1', label: null }], emails: ['a@x.test'] }
  const card = { kind: 'contacts', v: 1, media: [], contacts: [ann, { ...ann, name: 'Bob' }] }
  const none = { company: null, phones: [], emails: [] }
  expect(quote(card)).toMatchObject({
    contacts: [
      { name: 'Ann', ...none },
      { name: 'Bob', ...none },
    ],
  })
})
