import { expect, it } from 'vitest'
import { wordsOfMessage } from './words-of-message.js'

it.each<[string, unknown, string]>([
  ['words alone', null, 'body'],
  ['a place', { kind: 'location', label: 'Torre', address: 'Lisboa', latitude: 1 }, 'body\nTorre\nLisboa'],
  ['a choice', { kind: 'list', id: 'x', title: 'Express' }, 'body\nExpress'],
  ['a button that says the same', { kind: 'button', text: 'body', payload: 'p' }, 'body'],
  ['a flow', { kind: 'flow', answers: [{ name: 'size', value: 'M' }] }, 'body\nM'],
  [
    'a card',
    { contacts: [{ name: 'Ana', company: null, phones: [{ number: '+351', label: null }], emails: [] }] },
    'body\nAna\n+351',
  ],
  [
    'a card, by the number as it is dialled, too',
    { contacts: [{ name: 'Ana', phones: [{ number: '+34 655 20 81 40' }, {}] }] },
    'body\nAna\n+34 655 20 81 40\n+34655208140',
  ],
  ['a file', { media: [{ name: 'invoice.pdf' }, { name: null }] }, 'body\ninvoice.pdf'],
  ['what another version wrote', { label: 1, contacts: 'x', media: [1], answers: [{}] }, 'body'],
])('finds %s', (_, content, words) => {
  expect(wordsOfMessage({ body: 'body', content })).toBe(words)
})
