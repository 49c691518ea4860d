import { waitingMedium, type MediaKind } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import { describe, expect, it } from 'vitest'
import { createTranslator } from 'next-intl'
import en from '../words/messages/en'
import { failureSentence, previewOf } from './describe-message'
import { fieldsOf } from './fields-of'
import { message, templateSent, text } from './sample-message'

const t = createTranslator({ locale: 'en', messages: en, namespace: 'messages' })
const unsupported = en.messages.unsupported
const unknown = (body: string, fields: { name: string; value: string }[] = []) =>
  ({ kind: 'unknown', v: 1, body, fields }) as const
const ofEvery = (body = '') => ({ v: 1, body }) as const
const file = (kind: MediaKind, body = '') =>
  ({ kind, ...ofEvery(body), media: [waitingMedium('m', kind, null)] }) as Message['content']
const [picture, paper] = [
  (id: string) => waitingMedium(id, 'image', null),
  waitingMedium('p', 'document', null),
]
const card = (name: string) => ({ name, company: null, phones: [], emails: [] })
const place = { latitude: 40.4, longitude: -3.7, label: null, address: null }

describe('previewOf', () => {
  it.each<[Message['content'], string]>([
    [text('Hola\n\n¿qué tal?'), 'Hola ¿qué tal?'],
    [text('I need:\n- *two* bowls\n> _as_ last year\n`4471#`'), 'I need: two bowls as last year 4471#'],
    [text('``` ```'), '``` ```'],
    [file('image'), 'Photo'],
    [templateSent('Hi *Ana*,\nit is ready.'), 'Template: Hi Ana, it is ready.'],
    [file('image', 'Mira'), 'Photo · Mira'],
    [file('voice'), 'Voice message'],
    [file('audio'), 'Audio'],
    [file('document'), 'Document'],
    [
      { kind: 'contacts', ...ofEvery(), contacts: [], media: [waitingMedium('m', 'document', null)] },
      'Contact card',
    ],
    [{ kind: 'button', ...ofEvery(), text: 'Yes, please', payload: 'yes' }, 'Yes, please'],
    [{ kind: 'button', ...ofEvery(), text: null, payload: 'yes' }, 'yes'],
    [{ kind: 'list', ...ofEvery(), id: 'x', title: 'Express' }, 'Express'],
    [{ kind: 'flow', ...ofEvery(), answers: [] }, 'Form answers'],
    [{ kind: 'call_permission', ...ofEvery('VOICE_CALL_REQUEST'), granted: true }, 'Allows calls'],
    [{ kind: 'call_permission', ...ofEvery('VOICE_CALL_REQUEST'), granted: false }, 'Doesn’t allow calls'],
    [{ kind: 'sandbox_join', ...ofEvery('join brown-fox') }, 'Joined the sandbox'],
    [{ kind: 'location', ...ofEvery(), ...place, label: 'Calle Mayor 12' }, 'Location: Calle Mayor 12'],
    [{ kind: 'flow', ...ofEvery('Booked'), answers: [] }, 'Form answers · Booked'],
    [{ kind: 'image', ...ofEvery('All'), media: [picture('a'), picture('b')] }, '2 photos · All'],
    [{ kind: 'image', ...ofEvery(), media: [picture('a'), paper] }, 'Photo · Document'],
    [{ kind: 'contacts', ...ofEvery(), media: [paper], contacts: [card('Javier')] }, 'Contact card: Javier'],
    [
      { kind: 'contacts', ...ofEvery(), media: [paper], contacts: [card('Javier'), card('Ana')] },
      '2 contact cards',
    ],
    [
      { kind: 'location', ...ofEvery('Bar, Calle 1'), ...place, label: 'Bar', address: 'Calle 1' },
      'Location: Bar',
    ],
    [{ kind: 'location', ...ofEvery('Meet me'), ...place, label: 'Bar' }, 'Location: Bar · Meet me'],
    [{ kind: 'location', ...ofEvery('🎉'), ...place }, 'Location: 40.4, -3.7 · 🎉'],
    [{ kind: 'button', ...ofEvery(' '), text: null, payload: null }, unsupported],
    [{ kind: 'list', ...ofEvery(), id: null, title: null }, unsupported],
    [{ kind: 'location', ...ofEvery(), ...place }, 'Location: 40.4, -3.7'],
    [unknown(''), unsupported],
    [text('  '), unsupported],
  ])('%j reads %j', (content, preview) => expect(previewOf(message(1, { content }), t)).toBe(preview))

  it.each([
    [{ kind: 'poll', v: 1, options: ['red', 'blue'] }, unsupported],
    [{ kind: 'poll', v: 1, body: 'Which one?' }, `${unsupported} · Which one?`],
    [{ kind: 'text', v: 2, body: 'Bold, in a new way' }, `${unsupported} · Bold, in a new way`],
  ])('what a newer server sends has a placeholder: %j reads %j', (content, preview) => {
    const newer = message(1, { content: content as unknown as Message['content'] })
    expect(previewOf(newer, t)).toBe(preview)
  })
})

describe('fieldsOf', () => {
  it('tells what came with a kind that a newer server knows', () => {
    const content = { kind: 'poll', v: 1, body: 'Which?', options: ['red', 'blue'] }
    expect(fieldsOf(content as unknown as Message['content'])).toEqual([
      'kind=poll',
      'options=["red","blue"]',
    ])
  })

  it('tells the form of what nobody knows', () =>
    expect(fieldsOf(unknown('', [{ name: 'ReactionEmoji', value: '👍' }]))).toEqual(['ReactionEmoji=👍']))

  it('is empty where nothing came', () => expect(fieldsOf(unknown(''))).toEqual([]))
})

describe('failureSentence', () => {
  const failed = (kind: string) =>
    message(1, { error: { code: 'x', message: 'x', retryable: false, kind, step: 'none', againAt: null } })
  it('says what people can understand, also of what only a newer server knows', () => {
    expect(failureSentence(failed('window_closed'), t)).toContain('template')
    expect(failureSentence(failed('on_the_moon'), t)).toContain('Twilio')
    expect(failureSentence(failed('unknown'), t)).toBeUndefined()
  })
})
