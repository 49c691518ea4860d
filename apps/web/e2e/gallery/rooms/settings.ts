import { answer, asksFirst, byId, fail, openDialog, see, seeWaiting, trouble, visible } from '../reach.js'
import type { Room, State } from '../state.js'

const members = /\/api\/v1\/members$/
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
