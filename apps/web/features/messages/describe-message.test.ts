import { waitingMedium, type MediaKind } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import { describe, expect, it } from 'vitest'
import { createTranslator } from 'next-intl'
import en from '../words/messages/en'
import { attachmentsOf, failureSentence, previewOf, sayAttachment } from './describe-message'
import { fieldsOf } from './fields-of'
import { message, text } from './sample-message'

const t = createTranslator({ locale: 'en', messages: en, namespace: 'messages' })
const unsupported = en.messages.unsupported
const unread = (body: string): Message['content'] => ({ kind: 'unknown', v: 1, body })
const media = (kind: MediaKind, contentType: string | null = null) => [waitingMedium('m', kind, contentType)]

describe('previewOf', () => {
  it.each([
    [{ content: text('Hola\n\n¿qué tal?') }, 'Hola ¿qué tal?'],
    [{ content: unread(''), media: media('image'), mediaCount: 1 }, 'Photo'],
    [{ content: unread('Mira'), media: media('image'), mediaCount: 1 }, 'Photo · Mira'],
    [{ content: unread(''), media: media('voice'), mediaCount: 1 }, 'Voice message'],
    [{ content: unread(''), media: media('audio'), mediaCount: 1 }, 'Audio'],
    [{ content: unread(''), media: media('document', 'text/vcard'), mediaCount: 1 }, 'Contact card'],
    [{ content: unread(''), media: media('document'), mediaCount: 1 }, 'Document'],
    [{ content: unread(''), mediaCount: 2 }, 'Document · Document'],
    [{ content: unread(''), button: { text: 'Yes, please', payload: 'yes' } }, 'Yes, please'],
    [{ content: unread(''), button: { text: null, payload: 'yes' } }, 'yes'],
    [{ content: unread('') }, unsupported],
    [{ content: text('  ') }, unsupported],
  ])('%j reads %j', (change, preview) => expect(previewOf(message(1, change), t)).toBe(preview))

  it.each([
    [{ kind: 'poll', v: 1, options: ['red', 'blue'] }, unsupported],
    [{ kind: 'poll', v: 1, body: 'Which one?' }, `${unsupported} · Which one?`],
    [{ kind: 'text', v: 2, body: 'Bold, in a new way' }, `${unsupported} · Bold, in a new way`],
  ])('what a newer server sends has a placeholder: %j reads %j', (content, preview) => {
    const { media: _, ...newer } = message(1, { content: content as unknown as Message['content'] })
    expect(previewOf(newer as Message, t)).toBe(preview)
  })

  it('names a place by its label, its address or its coordinates', () => {
    const place = { latitude: 40.4, longitude: -3.7, label: null, address: null }
    const text = (location: typeof place | { label: string }) =>
      attachmentsOf(message(1, { location: { ...place, ...location } })).map((found) =>
        sayAttachment(found, t),
      )[0]
    expect(text({ ...place, label: 'Calle Mayor 12' })).toBe('Location: Calle Mayor 12')
    expect(text(place)).toBe('Location: 40.4, -3.7')
  })
})

describe('fieldsOf', () => {
  it('tells what came with a kind that a newer server knows', () => {
    const content = { kind: 'poll', v: 1, body: 'Which?', options: ['red', 'blue'] }
    expect(fieldsOf(message(1, { content: content as unknown as Message['content'] }))).toEqual([
      'kind=poll',
      'options=["red","blue"]',
    ])
  })

  it('is empty where nothing came', () => expect(fieldsOf(message(1, { content: unread('') }))).toEqual([]))
})

describe('failureSentence', () => {
  const failed = (code: string) => message(1, { error: { code, message: 'x', retryable: false } })
  it('says what people can understand, and leaves numbers to the details', () => {
    expect(failureSentence(failed('63016'), t)).toContain('template')
    expect(failureSentence(failed('63999'), t)).toBeUndefined()
    expect(failureSentence(failed('unknown'), t)).toBeUndefined()
  })
})
