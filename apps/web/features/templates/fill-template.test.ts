import type { Template } from '@cloudpa/contracts/templates'
import { describe, expect, it } from 'vitest'
import { faultOf, fillTemplate, hindranceOf, namesIn, titleOf, valuesAhead } from './fill-template'

const ready: Template = {
  id: 't1',
  sid: 'HX1',
  accountSid: 'AC1',
  name: 'order_ready',
  language: 'es',
  kind: 'quick_reply',
  category: 'utility',
  body: 'Hola {{1}}, tu pedido {{ 2 }} está listo, {{1}}.',
  header: 'Pedido {{2}}',
  mediaUrl: null,
  footer: 'Studio',
  buttons: [{ kind: 'url', text: 'Ver', value: 'https://x.test/{{2}}' }],
  listButton: null,
  items: [{ id: 'a', title: '{{2}} a', description: null }],
  variables: [
    { name: '1', sample: 'Beatriz' },
    { name: '2', sample: '2026-121' },
  ],
  state: 'approved',
  reason: null,
  syncedAt: '2026-11-22T12:00:00.000Z',
}

describe('what is filled in', () => {
  it('stands wherever its variable did, and leaves with the message as it was written', () => {
    const sent = fillTemplate(ready, { '1': ' Ana ', '2': '$& {{1}}' })
    expect(sent).toMatchObject({
      body: 'Hola Ana, tu pedido $& {{1}} está listo, Ana.',
      header: 'Pedido $& {{1}}',
      footer: 'Studio',
      mediaUrl: null,
      buttons: [{ text: 'Ver', value: 'https://x.test/$& {{1}}' }],
      items: [{ id: 'a', title: '$& {{1}} a', description: null }],
      values: { '1': 'Ana', '2': '$& {{1}}' },
    })
  })

  it('is a gap while it is not there', () => {
    expect(fillTemplate(ready, { '1': 'Ana' }).body).toBe('Hola Ana, tu pedido … está listo, Ana.')
  })

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    [undefined, 'empty'],
    ['a\nb', 'breaks'],
    ['a\tb', 'breaks'],
    ['a     b', 'breaks'],
    ['a\u2028b', 'breaks'],
    ['a    b', null],
    ['Ana', null],
  ])('of %j it says %j', (value, fault) => expect(faultOf(value)).toBe(fault))

  it('is named once each, in the order of the text', () => {
    expect(namesIn('{{2}} {{1}} {{2}} {{name}} {{}} {1}')).toEqual(['2', '1', 'name'])
  })
})

describe('the first name ahead', () => {
  const named = (body: string, sample: string) => ({ ...ready, body, variables: [{ name: '1', sample }] })
  it('stands where the text begins by calling them', () => {
    expect(valuesAhead(ready, 'Lucía')).toEqual({ '1': 'Lucía' })
    expect(valuesAhead(named('مرحبا {{1}}،', 'ليلى'), 'Lucía')).toEqual({ '1': 'Lucía' })
  })
  it.each([
    ['a number as sample', named('Hi {{1}}', '2026-121')],
    ['a small word as sample', named('Hi {{1}}', 'tomorrow')],
    ['a variable further on', named('Your order is ready to collect until {{1}}', 'Saturday')],
    ['a variable of the heading alone', { ...named('Hi', 'Ana'), header: '{{1}}' }],
  ])('not with %s', (_, template) => expect(valuesAhead(template, 'Lucía')).toEqual({}))
  it('not where nobody gave them one', () => expect(valuesAhead(ready, '')).toEqual({}))
})

it.each([
  ['approved', false, null],
  ['received', true, 'review'],
  ['pending', false, 'review'],
  ['rejected', true, 'rejected'],
  ['paused', true, 'paused'],
  ['disabled', false, 'disabled'],
  ['unsubmitted', false, 'unsubmitted'],
  ['unsubmitted', true, null],
] as const)('one that is %s, with the window open: %s, is hindered by %j', (state, isOpen, hindrance) => {
  expect(hindranceOf({ ...ready, state }, isOpen)).toBe(hindrance)
  expect(hindranceOf({ ...ready, state, kind: 'list_picker' }, isOpen)).toBe(isOpen ? hindrance : 'window')
  expect(hindranceOf({ ...ready, state, kind: 'other' }, isOpen)).toBe('kind')
})

it.each([
  ['order_ready', 'Order ready'],
  ['ya', 'Ya'],
  ['_', '_'],
])('calls %s %s', (name, title) => expect(titleOf(name)).toBe(title))
