import type { Template, TemplateList } from '@cloudpa/contracts/templates'
import type { Desk } from '../../desk.js'
import { answer, byId, openThread, overlay, painted, see, visible } from '../reach.js'
import type { Room, State } from '../state.js'
import type { Town } from '../town.js'

const asksForTemplates = /\/api\/v1\/templates(\?|$)/
const accountSid = 'AC0123456789abcdef0123456789abcdef'
const seenAt = '2026-11-22T12:00:00.000Z'

const written = (
  name: string,
  body: string,
  samples: string[],
  change: Partial<Template> = {},
): Template => ({
  id: name,
  sid: `HX${'0'.repeat(32)}`,
  accountSid,
  name,
  language: 'en',
  kind: 'text',
  category: 'utility',
  body,
  header: null,
  mediaUrl: null,
  footer: null,
  buttons: [],
  listButton: null,
  items: [],
  variables: samples.map((sample, at) => ({ name: String(at + 1), sample })),
  state: 'approved',
  reason: null,
  syncedAt: seenAt,
  ...change,
})

const items = [
  written(
    'order_ready',
    'Hi {{1}}, your order *{{2}}* is ready to collect until {{3}}.',
    ['Beatriz', '2026-121', 'Saturday'],
    {
      header: 'Studio Marisol',
      mediaUrl: 'https://studio-marisol.example/pictures/the-shelf-by-the-door.jpg',
      footer: 'Calle del Horno 14',
      buttons: [
        { kind: 'quick_reply', text: 'I’ll come by', value: 'come' },
        { kind: 'url', text: 'See opening hours', value: 'https://studio-marisol.example/hours' },
      ],
      kind: 'card',
    },
  ),
  written('class_reminder', 'Your class is on {{1}} at {{2}}.', ['Saturday', '10:00'], { language: 'pt_BR' }),
  written('autumn_sale', 'Everything blue is 20 % off.', [], {
    category: 'marketing',
    state: 'rejected',
    reason: 'TAG_CONTENT_MISMATCH: this is marketing, not a service message.',
  }),
  written('firing_delayed', 'The firing of {{1}} is a day late.', ['Tuesday'], { state: 'pending' }),
  written('gentle_question', 'Shall we go on with your order, {{1}}?', ['Ana'], { state: 'paused' }),
  written('glazes', 'Which glaze would you like?', [], {
    kind: 'list_picker',
    state: 'unsubmitted',
    listButton: 'Glazes',
    items: [{ id: 'celadon', title: 'Celadon', description: 'Grey-green, over white' }],
  }),
]

const list = (change: Partial<TemplateList> = {}): TemplateList => ({
  items,
  accounts: [{ accountSid, chatAccountIds: [], syncedAt: seenAt, error: null }],
  ...change,
})

async function choose(desk: Desk, town: Town, templates = list()) {
  await answer(desk.page, asksForTemplates, templates)
  await openThread(desk, town, 'Omar Haddad')
  await desk.page.getByTestId('choose-template').click()
  await visible(desk.page, overlay)
}

const option = (name: string) => `[data-testid="template-option"][data-name="${name}"]`

const page = (name: string, shows: string, templates: TemplateList, as: State['as'] = 'owner'): State => ({
  name,
  shows,
  as,
  reach: async (desk) => {
    await answer(desk.page, asksForTemplates, templates)
    await see(desk, '/settings/templates', `${byId('template-row')}, main h3`)
  },
})

/** What WhatsApp lets one write at any time: chosen, filled in, sent first, and looked after. */
export const templates: Room = {
  name: 'templates',
  states: [
    {
      name: 'choose',
      shows: 'Templates, those that can be sent and why the others can’t',
      as: 'owner',
      reach: async (desk, town) => {
        await choose(desk, town)
        await visible(desk.page, option('order_ready'))
      },
    },
    {
      name: 'fill-in',
      shows: 'A template, being filled in',
      as: 'owner',
      reach: async (desk, town) => {
        await choose(desk, town)
        await desk.page.locator(option('order_ready')).click()
        const values = desk.page.getByTestId('template-value')
        await values.nth(1).fill('2026-121')
        await values.nth(2).focus()
        await values.nth(1).focus()
        await painted(desk.page)
      },
    },
    {
      name: 'none',
      shows: 'No templates yet',
      as: 'owner',
      reach: async (desk, town) => {
        await choose(desk, town, list({ items: [] }))
        await visible(desk.page, `${overlay} h3`)
      },
    },
    {
      name: 'new-conversation',
      shows: 'A new conversation',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, asksForTemplates, list())
        await see(desk, '/inbox', byId('conversation-row'))
        await desk.page.keyboard.press('c')
        await desk.page.getByTestId('new-to').fill('+34 612 345 678')
        await visible(desk.page, byId('new-recipient'))
        await desk.page.locator(option('class_reminder')).click()
        await desk.page.getByTestId('template-value').first().fill('Friday')
        await painted(desk.page)
      },
    },
    page('page', 'Templates', list()),
    page(
      'page-not-checked',
      'Templates, Twilio would not say',
      list({
        items: items.slice(0, 2),
        accounts: [
          {
            accountSid,
            chatAccountIds: [],
            syncedAt: null,
            error: 'Twilio rejected this account.',
            params: { reason: 'twilio_refused', says: 'Authenticate' },
          },
        ],
      }),
    ),
    page('page-none', 'Templates, none yet, as somebody who only answers', list({ items: [] }), 'member'),
    {
      name: 'new',
      shows: 'A new template, with something missing',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, asksForTemplates, list())
        await see(desk, '/settings/templates', byId('template-row'))
        await desk.page.getByTestId('new-template').click()
        await desk.page.getByTestId('template-body').fill('Hi {{1}}, your order is ready.')
        await desk.page.getByTestId('submit-template').click()
        await visible(desk.page, `${overlay} [role="alert"]`)
      },
    },
  ],
}
