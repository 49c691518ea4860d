import type { Desk } from '../../desk.js'
import {
  answer,
  asksFirst,
  byId,
  fail,
  openDialog,
  overlay,
  see,
  seeWaiting,
  trouble,
  visible,
} from '../reach.js'
import type { Room, State } from '../state.js'

const numbers = '/settings/numbers'
const members = /\/api\/v1\/members$/
const refused = {
  ok: false,
  message: 'Twilio said: Authenticate. Check the Account SID and the Auth Token.',
  finding: { kind: 'mismatch', says: 'Authenticate' },
}

const page = (slug: string, shows: string, selector: string): State => ({
  name: slug,
  shows,
  as: 'owner',
  reach: (desk) => see(desk, `/settings/${slug}`, selector),
})

/** A question that a page asks before something final. */
const question = (slug: string, shows: string, button = asksFirst): State => ({
  name: `${slug}-remove`,
  shows,
  as: 'owner',
  reach: async (desk) => {
    await see(desk, `/settings/${slug}`, button)
    await openDialog(desk.page, button)
  },
})

async function openNumberDialog(desk: Desk): Promise<void> {
  await see(desk, numbers, byId('add-number'))
  await openDialog(desk.page, byId('add-number'))
}

/** The settings, with their dialogs. */
export const settings: Room = {
  name: 'settings',
  states: [
    {
      name: 'start',
      shows: 'Settings',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, '/settings', 'a[href="/settings/team"]')
        await desk.page.getByRole('heading', { name: 'Studio Marisol' }).waitFor()
      },
    },
    page('numbers', 'Numbers', byId('validate-number')),
    {
      name: 'numbers-none',
      shows: 'Numbers, none yet',
      as: 'numberless',
      reach: (desk) => see(desk, numbers, byId('add-number')),
    },
    {
      name: 'numbers-as-member',
      shows: 'Numbers, as somebody who only answers',
      as: 'member',
      reach: (desk) => see(desk, numbers, 'main h3'),
    },
    {
      name: 'numbers-checked',
      shows: 'Numbers, Twilio accepts it',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, numbers, byId('validate-number'))
        await desk.page.getByTestId('validate-number').first().click()
        await visible(desk.page, byId('validation-result'))
      },
    },
    {
      name: 'numbers-refused',
      shows: 'Numbers, Twilio refuses it',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, /\/validate$/, refused)
        await see(desk, numbers, byId('validate-number'))
        await desk.page.getByTestId('validate-number').first().click()
        await visible(desk.page, byId('validation-result'))
      },
    },
    {
      name: 'numbers-unchecked',
      shows: 'Numbers: one that nobody asked Twilio about, one paused, one that Twilio lets send nothing',
      as: 'owner',
      reach: async (desk) => {
        const number = {
          provider: 'twilio_whatsapp',
          accountSid: 'AC0123456789abcdef0123456789abcdef',
          messagingServiceSid: null,
          hasAuthToken: true,
          typingIndicator: false,
          alarm: null,
          webhookUrl: 'https://inbox.example.com/api/v1/messaging/webhook/whatsapp#rc=5&rp=all',
          statusCallbackUrl: 'https://inbox.example.com/api/v1/messaging/webhook/status',
          createdAt: new Date().toISOString(),
        }
        await answer(desk.page, /\/api\/v1\/chat-accounts$/, {
          items: [
            {
              ...number,
              id: 'a',
              name: 'Studio line',
              externalPhoneId: 'whatsapp:+34858901120',
              active: true,
              proven: false,
            },
            {
              ...number,
              id: 'b',
              name: 'Workshops',
              externalPhoneId: 'whatsapp:+34611400833',
              active: false,
              proven: true,
              typingIndicator: false,
            },
            {
              ...number,
              id: 'c',
              name: 'Market',
              externalPhoneId: 'whatsapp:+34611400834',
              active: true,
              proven: true,
              alarm: {
                code: '20003',
                kind: 'credentials',
                message: 'Refused.',
                since: new Date().toISOString(),
              },
            },
          ],
        })
        await see(desk, numbers, byId('validate-number'))
      },
    },
    {
      name: 'numbers-caught-up',
      shows: 'Numbers, what was compared with Twilio, what came back, and what Twilio refused',
      as: 'owner',
      reach: async (desk) => {
        const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
        const number = {
          provider: 'twilio_whatsapp',
          accountSid: 'AC0123456789abcdef0123456789abcdef',
          messagingServiceSid: null,
          hasAuthToken: true,
          typingIndicator: false,
          active: true,
          proven: true,
          webhookUrl: 'https://inbox.example.com/api/v1/messaging/webhook/whatsapp#rc=5&rp=all',
          statusCallbackUrl: 'https://inbox.example.com/api/v1/messaging/webhook/status',
          createdAt: at(0),
        }
        const well = {
          checkedAt: at(2),
          checked: 1248,
          missing: 0,
          recovered: null,
          running: null,
          problem: null,
        }
        await answer(desk.page, /\/api\/v1\/chat-accounts$/, {
          items: [
            { ...number, id: 'a', name: 'Studio line', formatted: '+34 858 90 11 20', catchUp: well },
            {
              ...number,
              id: 'b',
              name: 'Workshops',
              formatted: '+34 611 40 08 33',
              catchUp: {
                ...well,
                recovered: { count: 500, at: at(90) },
                problem: {
                  kind: 'mismatch',
                  says: 'Authenticate',
                  message: 'Twilio doesn’t accept this Auth Token.',
                },
              },
            },
            {
              ...number,
              id: 'c',
              name: 'New line',
              formatted: '+34 611 40 08 34',
              catchUp: { ...well, checkedAt: null, running: { listed: 3200 } },
            },
          ],
        })
        await see(desk, numbers, byId('catch-up'))
      },
    },
    { name: 'numbers-add', shows: 'Add a number', as: 'owner', reach: openNumberDialog },
    {
      name: 'numbers-add-mistakes',
      shows: 'Add a number, with mistakes',
      as: 'owner',
      reach: async (desk) => {
        await openNumberDialog(desk)
        await desk.page.getByTestId('save-number').click()
        await visible(desk.page, `${overlay} [role="alert"]`)
      },
    },
    question('numbers', 'Remove a number?'),
    {
      name: 'loading',
      shows: 'Settings, loading',
      as: 'owner',
      loads: true,
      reach: (desk) => seeWaiting(desk, '/settings/team', members),
    },
    {
      name: 'error',
      shows: 'Settings, could not be loaded',
      as: 'owner',
      reach: async (desk) => {
        await fail(desk.page, members)
        await see(desk, '/settings/team', trouble)
      },
    },
    page('team', 'Team', byId('invite')),
    {
      name: 'team-invite',
      shows: 'Invite someone',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, '/settings/team', byId('invite'))
        await openDialog(desk.page, byId('invite'))
      },
    },
    {
      name: 'team-invited',
      shows: 'Invite someone, the link',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, /\/members\/invitations$/, {
          id: 'i',
          email: 'paula@studio-marisol.example',
          role: 'member',
          expiresAt: new Date().toISOString(),
          link: 'https://inbox.example.com/invite/6b1f9c0b7e5d2a48e6b3c1f9c0b7e5d2a4c1f9c0b7e',
        })
        await see(desk, '/settings/team', byId('invite'))
        await openDialog(desk.page, byId('invite'))
        await desk.page.getByRole('dialog').locator('input').fill('paula@studio-marisol.example')
        await desk.page.getByTestId('invite-submit').click()
        await visible(desk.page, '[role="dialog"] code')
      },
    },
    {
      name: 'team-as-member',
      shows: 'Team, as somebody who only answers',
      as: 'member',
      reach: (desk) => see(desk, '/settings/team', 'main ul[aria-label] li'),
    },
    question('team', 'Remove somebody?'),
    page('api-keys', 'API keys', asksFirst),
    {
      name: 'api-keys-as-member',
      shows: 'API keys, as somebody who only answers',
      as: 'member',
      reach: (desk) => see(desk, '/settings/api-keys', 'main h2'),
    },
    {
      name: 'api-keys-made',
      shows: 'API keys, a new one',
      as: 'owner',
      reach: async (desk) => {
        const made = {
          id: 'k',
          name: 'Invoice robot',
          scope: 'read',
          prefix: 'cpa_1f9c',
          createdBy: 'Marisol Vega',
        }
        const key = {
          ...made,
          key: 'cpa_1f9c0b7e5d2a48e6b3c1f9c0b7e5d2a4',
          createdAt: new Date().toISOString(),
          lastUsedAt: null,
        }
        await answer(desk.page, /\/api\/v1\/api-keys$/, (request) =>
          request.method === 'POST' ? key : { items: [key] },
        )
        await see(desk, '/settings/api-keys', byId('create-key'))
        await desk.page.locator('main form input').first().fill('Invoice robot')
        await desk.page.getByTestId('create-key').click()
        await desk.page.locator('main [role="status"]').filter({ hasText: 'Invoice robot' }).waitFor()
      },
    },
    question('api-keys', 'Delete a key?'),
    page('business', 'Business', 'main form'),
    page('appearance', 'Appearance', 'main [role="switch"]'),
    page('what-works', 'What works', 'main h3'),
  ],
}
