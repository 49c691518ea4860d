import type { Template } from '@cloudpa/contracts/templates'
import { expect, it } from 'vitest'
import { AppError } from '../platform/app-error.js'
import { fillTemplate, refuseUnapprovable } from './fill-template.js'
import { refuseTemplate } from './refuse-template.js'

const template: Template = {
  id: 't1',
  sid: 'HX1',
  accountSid: 'AC1',
  name: 'visit',
  language: 'en',
  kind: 'quick_reply',
  category: 'utility',
  body: 'Hi {{1}}, see you on {{ 2 }}. {{1}}!',
  header: null,
  mediaUrl: null,
  footer: null,
  buttons: [{ kind: 'url', text: 'Open', value: 'https://e.test/{{2}}' }],
  listButton: null,
  items: [],
  variables: [
    { name: '1', sample: '' },
    { name: '2', sample: '' },
  ],
  state: 'approved',
  reason: null,
  syncedAt: '2026-01-01T00:00:00.000Z',
}

function reasonOf(act: () => unknown): unknown {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof AppError ? error.params : error
  }
}

it('fills in every place at once, with what was given alone', () => {
  const filled = fillTemplate(template, { 1: '{{2}} $& Ana', 2: 'Monday', other: 'x' })
  expect(filled).toMatchObject({
    kind: 'template',
    templateId: 't1',
    sid: 'HX1',
    body: 'Hi {{2}} $& Ana, see you on Monday. {{2}} $& Ana!',
    values: { 1: '{{2}} $& Ana', 2: 'Monday' },
    buttons: [{ value: 'https://e.test/Monday' }],
  })
  expect(Object.keys(filled.values)).toEqual(['1', '2'])
})

it.each([
  [{ 1: 'Ana' }, { reason: 'template_value_missing', name: '2' }],
  [
    { 1: ' ', 2: 'b' },
    { reason: 'template_value_missing', name: '1' },
  ],
  [
    { 1: 'a\nb', 2: 'b' },
    { reason: 'template_value_unsendable', name: '1' },
  ],
  [
    { 1: 'a', 2: 'a\tb' },
    { reason: 'template_value_unsendable', name: '2' },
  ],
  [
    { 1: 'a     b', 2: 'b' },
    { reason: 'template_value_unsendable', name: '1' },
  ],
  [{ 1: 'a    b', 2: 'b' }, undefined],
])('refuses values that WhatsApp would not take %#', (values, reason) => {
  expect(reasonOf(() => fillTemplate(template, values as Record<string, string>))).toEqual(reason)
})

it('takes no value from Object.prototype', () => {
  const named = { ...template, variables: [{ name: 'constructor', sample: '' }] }
  expect(reasonOf(() => fillTemplate(named, {}))).toMatchObject({ name: 'constructor' })
})

it('allows what WhatsApp would deliver, and says why it refuses the rest', () => {
  const may = (state: Template['state'], isOpen: boolean, kind: Template['kind'] = 'text') =>
    (reasonOf(() => refuseTemplate({ kind, state }, isOpen)) as { reason: string } | undefined)?.reason
  expect([may('approved', false), may('approved', true), may('unsubmitted', true)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(may('unsubmitted', false)).toBe('template_unsubmitted')
  for (const isOpen of [true, false]) {
    expect([may('received', isOpen), may('pending', isOpen)]).toEqual([
      'template_pending',
      'template_pending',
    ])
    expect(may('rejected', isOpen)).toBe('template_rejected')
    expect(may('paused', isOpen)).toBe('template_paused')
    expect(may('disabled', isOpen)).toBe('template_disabled')
    expect(may('approved', isOpen, 'other')).toBe('template_unknown_kind')
  }
  expect(may('approved', false, 'list_picker')).toBe('template_needs_window')
  expect(may('unsubmitted', true, 'list_picker')).toBeUndefined()
  expect(may('unsubmitted', true, 'authentication')).toBe('template_unsubmitted')
})

it.each([
  ['Hi {{1}}, bye.', { 1: 'Ana' }, undefined],
  ['Hi {{1}}, bye.', {}, 'template_value_missing'],
  ['{{1}}, bye.', { 1: 'Ana' }, 'template_variable_place'],
  ['Bye, {{1}} ', { 1: 'Ana' }, 'template_variable_place'],
  ['Hi {{1}} {{2}}, bye.', { 1: 'Ana', 2: 'B' }, 'template_variable_place'],
])('refuses %s as a new template: %o', (body, samples, reason) => {
  const refusal = reasonOf(() => refuseUnapprovable(body, samples as Record<string, string>))
  expect((refusal as { reason: string } | undefined)?.reason).toBe(reason)
})

it('refuses what a value makes too long that stands there hundreds of times', () => {
  const repeated = { ...template, body: 'a{{1}}'.repeat(170) }
  expect(reasonOf(() => fillTemplate(repeated, { 1: 'x'.repeat(1_600), 2: 'b' }))).toEqual({
    reason: 'template_too_long',
  })
  expect(reasonOf(() => fillTemplate(repeated, { 1: 'x', 2: 'b' }))).toBeUndefined()
})
