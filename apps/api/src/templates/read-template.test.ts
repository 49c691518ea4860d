import { readOutside } from '@cloudpa/testing/cases'
import { expect, it } from 'vitest'
import type { ContentResource } from '../twilio/twilio.client.js'
import { readTemplate } from './read-template.js'

const resource = (types: unknown, rest: Partial<ContentResource> = {}): ContentResource => ({
  sid: 'HX00000000000000000000000000000001',
  friendlyName: 'visit',
  language: 'pt_BR',
  variables: { 1: 'Maria', 2: 'Thursday', 9: 'unused' },
  types,
  ...rest,
})
const read = (types: unknown, rest?: Partial<ContentResource>) => readTemplate(resource(types, rest))
const reply = { type: 'QUICK_REPLY', title: 'Yes', id: 'yes' }

it.each<[string, object, object]>([
  ['twilio/text', { body: 'Hi {{1}}' }, { kind: 'text', body: 'Hi {{1}}', buttons: [], items: [] }],
  [
    'twilio/media',
    { body: 'See', media: ['https://e.test/{{1}}.jpg', 'https://e.test/2'] },
    { kind: 'media', body: 'See', mediaUrl: 'https://e.test/{{1}}.jpg' },
  ],
  ['twilio/media', { media: ['https://e.test/a.pdf'] }, { kind: 'media', body: '' }],
  [
    'twilio/quick-reply',
    { body: 'Come?', actions: [reply, { title: 'No' }] },
    {
      kind: 'quick_reply',
      buttons: [
        { kind: 'quick_reply', text: 'Yes', value: 'yes' },
        { kind: 'quick_reply', text: 'No', value: null },
      ],
    },
  ],
  [
    'twilio/call-to-action',
    {
      body: 'Look',
      actions: [
        { type: 'URL', title: 'Open', url: 'https://e.test/{{1}}' },
        { type: 'PHONE_NUMBER', title: 'Call', phone: '+15005550006' },
        { type: 'COPY_CODE', title: 'Copy', code: 'SPRING' },
      ],
    },
    {
      kind: 'call_to_action',
      buttons: [
        { kind: 'url', text: 'Open', value: 'https://e.test/{{1}}' },
        { kind: 'phone', text: 'Call', value: '+15005550006' },
        { kind: 'copy_code', text: 'Copy', value: 'SPRING' },
      ],
    },
  ],
  [
    'twilio/call-to-action',
    { body: 'Look', actions: [{ type: 'VOICE_CALL', title: 'Ring' }] },
    { kind: 'other' },
  ],
  [
    'twilio/list-picker',
    {
      body: 'When?',
      button: 'Times',
      items: [
        { id: 'a', item: 'Ten', description: 'Here' },
        { id: 'b', item: 'Two' },
      ],
    },
    {
      kind: 'list_picker',
      listButton: 'Times',
      items: [
        { id: 'a', title: 'Ten', description: 'Here' },
        { id: 'b', title: 'Two', description: null },
      ],
    },
  ],
  [
    'twilio/card',
    { title: 'Spring', subtitle: 'Until May', media: ['https://e.test/a.jpg'], actions: [reply] },
    { kind: 'card', body: 'Spring', footer: 'Until May', mediaUrl: 'https://e.test/a.jpg' },
  ],
  [
    'whatsapp/card',
    { body: 'Spring', header_text: 'News', footer: 'Until May', actions: [reply] },
    { kind: 'card', header: 'News', body: 'Spring', footer: 'Until May', mediaUrl: null },
  ],
  [
    'whatsapp/authentication',
    {
      add_security_recommendation: true,
      code_expiration_minutes: 5,
      actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy code' }],
    },
    {
      kind: 'authentication',
      body: '{{1}} is your verification code. For your security, do not share this code.',
      footer: 'This code expires in 5 minutes.',
      buttons: [{ kind: 'copy_code', text: 'Copy code', value: '{{1}}' }],
      variables: [{ name: '1', sample: 'Maria' }],
    },
  ],
])('reads %s %#', (type, value, expected) => {
  expect(read({ [type]: value })).toMatchObject({ name: 'visit', language: 'pt_BR', ...expected })
})

it('takes what can’t be shown for another kind, with its words where it has any', () => {
  const others = ['location', 'catalog', 'carousel', 'flows', 'schedule', 'new'].map(
    (name) => `twilio/${name}`,
  )
  for (const type of [...others, 'whatsapp/flows'])
    expect(read({ [type]: { body: 'Hi' }, 'twilio/text': { body: 'Hi' } })).toMatchObject({
      kind: 'other',
      body: 'Hi',
    })
})

interface Specification {
  components: { schemas: { types: { properties: Record<string, object> } } }
  paths: Record<string, object>
}

/** Twilio's own, where it is at hand; the types that this product knows are tested above in any case. */
const specification = readOutside<Specification>('oai/twilio_content_v1.json')

it.each(specification ? [specification] : [])('knows every type of Twilio’s specification', (spec) => {
  for (const type of Object.keys(spec.components.schemas.types.properties)) {
    expect([type, read({ [type]: {} })?.kind]).toEqual([type, 'other'])
    expect([type, read({ [type]: null })?.kind]).toEqual([type, 'other'])
  }
  const told = Array.from(
    JSON.stringify(spec.paths['/v1/ContentAndApprovals']).matchAll(/"contents":(\[\{.*?\}\]),"meta"/g),
    ([, contents = '']) => JSON.parse(contents) as Record<string, unknown>[],
  ).flat()
  expect(
    told.map(({ friendly_name, approval_requests, ...rest }) => {
      const it = { ...rest, friendlyName: friendly_name, approvalRequests: approval_requests }
      const found = readTemplate(it as unknown as ContentResource)
      return [found?.kind, found?.state, found?.variables.map(({ name }) => name)]
    }),
  ).toEqual([
    ['other', 'unsubmitted', []],
    ['media', 'approved', ['1', '2']],
    ['media', 'rejected', ['3', '1', '2']],
  ])
})

it('shows of several types the one that was approved, else the richest', () => {
  const types = { 'twilio/text': { body: 'Plain' }, 'twilio/quick-reply': { body: 'Rich', actions: [reply] } }
  expect(read(types)).toMatchObject({ kind: 'quick_reply', body: 'Rich' })
  expect(read(types, { approvalRequests: { content_type: 'twilio/text' } })).toMatchObject({ body: 'Plain' })
})

it('finds variables in the order in which they stand, with their samples', () => {
  const card = {
    header_text: 'For {{name}}',
    body: '{{2}}, {{1}} and {{2}}',
    media: ['https://e.test/{{3}}'],
    actions: [{ type: 'URL', title: 'Open', url: 'https://e.test/{{ 4 }}' }],
  }
  expect(read({ 'whatsapp/card': card })?.variables).toEqual([
    { name: 'name', sample: '' },
    { name: '3', sample: '' },
    { name: '2', sample: 'Thursday' },
    { name: '1', sample: 'Maria' },
    { name: '4', sample: '' },
  ])
})

it.each([
  [
    { status: 'APPROVED', category: 'UTILITY' },
    { state: 'approved', category: 'utility', reason: null },
  ],
  [
    { whatsapp: { status: 'rejected', category: 'MARKETING', rejection_reason: 'TAG_CONTENT_MISMATCH' } },
    { state: 'rejected', category: 'marketing', reason: 'TAG_CONTENT_MISMATCH' },
  ],
  [
    { status: 'in_appeal', category: 'TRANSACTIONAL' },
    { state: 'pending', category: null },
  ],
  [undefined, { state: 'unsubmitted', category: null }],
  ['what?', { state: 'unsubmitted' }],
])('reads what WhatsApp thinks of it %#', (approvalRequests, expected) => {
  expect(read({ 'twilio/text': { body: 'Hi' } }, { approvalRequests })).toMatchObject(expected)
})

it('has no sample for a variable that is called like what every object has', () => {
  const body = 'Hi {{constructor}}, {{toString}} and {{__proto__}} there'
  const names = ['constructor', 'toString', '__proto__']
  expect(read({ 'twilio/text': { body } })?.variables).toEqual(names.map((name) => ({ name, sample: '' })))
})

it('never throws, whatever Twilio says', () => {
  const strange: unknown[] = [
    null,
    undefined,
    7,
    'x',
    [],
    [1],
    {},
    { 'twilio/text': 7 },
    { 'twilio/text': { body: 7 } },
  ]
  for (const value of strange) {
    expect(read(value)).toMatchObject({ kind: 'other', body: '' })
    expect(readTemplate(value as ContentResource)).toBeUndefined()
    const rest = {
      variables: value,
      approvalRequests: value,
      friendlyName: value as string,
      language: value as string,
    }
    expect(read({ 'twilio/text': { body: 'Hi {{1}}' } }, rest)).toMatchObject({
      kind: 'text',
      body: 'Hi {{1}}',
    })
  }
  const unkeepable = read({ 'twilio/text': { body: 'a\0b\ud800' } })
  expect(unkeepable?.body).toBe('ab\ufffd')
})
