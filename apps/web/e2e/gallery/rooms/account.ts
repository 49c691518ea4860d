import { randomUUID } from 'node:crypto'
import type { Desk } from '../../desk.js'
import { answer, byId, see, visible } from '../reach.js'
import type { Room } from '../state.js'

const config = /\/api\/v1\/config$/
const main = 'main h1'

/** Another installation than the one that runs. */
const installation = (desk: Desk, signUp: string, mail = false) => answer(desk.page, config, { signUp, mail })

const invitation = (desk: Desk) =>
  answer(desk.page, /\/api\/v1\/invitations\/[^/]+$/, {
    orgName: 'Studio Marisol',
    inviterName: 'Marisol Vega',
    email: 'bruno@studio-marisol.example',
    role: 'admin',
  })

/** Coming in: for the first time, again, by invitation, and without the password. */
export const account: Room = {
  name: 'account',
  states: [
    { name: 'sign-in', shows: 'Sign-in', reach: (desk) => see(desk, '/sign-in', byId('sign-in-submit')) },
    {
      name: 'sign-in-refused',
      shows: 'Sign-in, wrong password',
      reach: async (desk) => {
        await see(desk, '/sign-in', byId('sign-in-submit'))
        await desk.page.getByTestId('sign-in-email').fill(`${randomUUID()}@office.test`)
        await desk.page.getByTestId('sign-in-password').fill('not-the-password')
        await desk.page.getByTestId('sign-in-submit').click()
        await visible(desk.page, 'form [role="alert"]')
      },
    },
    {
      name: 'sign-in-again',
      shows: 'Sign-in, after the session ended',
      reach: (desk) => see(desk, '/sign-in?expired=1', byId('sign-in-submit')),
    },
    {
      name: 'sign-in-not-set-up',
      shows: 'Sign-in, nobody here yet',
      reach: async (desk) => {
        await installation(desk, 'set-up')
        await see(desk, '/sign-in', 'a[href="/sign-up"]')
      },
    },
    {
      name: 'forgot-by-mail',
      shows: 'Forgot password, with mail',
      reach: async (desk) => {
        await installation(desk, 'open', true)
        await see(desk, '/forgot-password', 'input[type="email"]')
      },
    },
    {
      name: 'forgot-sent',
      shows: 'Forgot password, the link is on its way',
      reach: async (desk) => {
        await installation(desk, 'open', true)
        await answer(desk.page, /request-password-reset/, { status: true })
        await see(desk, '/forgot-password', 'input[type="email"]')
        await desk.page.locator('input[type="email"]').fill('marisol@studio-marisol.example')
        await desk.page.locator('input[type="email"]').press('Enter')
        await visible(desk.page, 'main [role="status"]')
      },
    },
    {
      name: 'forgot-by-operator',
      shows: 'Forgot password, without mail',
      reach: (desk) => see(desk, '/forgot-password', 'main code'),
    },
    {
      name: 'reset',
      shows: 'A new password',
      reach: (desk) => see(desk, '/reset-password?token=fresh', 'input[type="password"]'),
    },
    {
      name: 'reset-used',
      shows: 'A new password, the link was used',
      reach: (desk) => see(desk, '/reset-password', 'a[href="/forgot-password"]'),
    },
    {
      name: 'set-up',
      shows: 'Set-up link',
      reach: async (desk) => {
        await installation(desk, 'set-up')
        await see(desk, '/set-up?token=fresh', byId('sign-up-submit'))
      },
    },
    {
      name: 'set-up-broken',
      shows: 'Set-up link, not copied in full',
      reach: (desk) => see(desk, '/set-up', 'a[href="/sign-in"]'),
    },
    { name: 'sign-up', shows: 'Sign-up', reach: (desk) => see(desk, '/sign-up', byId('sign-up-submit')) },
    {
      name: 'sign-up-mistakes',
      shows: 'Sign-up, with mistakes',
      reach: async (desk) => {
        await see(desk, '/sign-up', byId('sign-up-submit'))
        await desk.page.getByTestId('sign-up-email').fill('marisol')
        await desk.page.getByTestId('sign-up-password').fill('short')
        await desk.page.getByTestId('sign-up-submit').click()
        await visible(desk.page, 'form [role="alert"]')
      },
    },
    {
      name: 'sign-up-invited',
      shows: 'Sign-up, by invitation only',
      reach: async (desk) => {
        await installation(desk, 'invited')
        await see(desk, '/sign-up', 'a[href="/sign-in"]')
      },
    },
    {
      name: 'sign-up-not-set-up',
      shows: 'Sign-up, not set up yet',
      reach: async (desk) => {
        await installation(desk, 'set-up')
        await see(desk, '/sign-up', 'main code')
      },
    },
    {
      name: 'sign-up-mail-sent',
      shows: 'Sign-up, the link is on its way',
      reach: async (desk) => {
        await installation(desk, 'open', true)
        await answer(desk.page, /sign-up\/email/, { status: true })
        await see(desk, '/sign-up', byId('send-link'))
        await desk.page.locator('input[type="email"]').fill('nadia@pottery.example')
        await desk.page.getByTestId('send-link').click()
        await visible(desk.page, byId('check-your-mail'))
      },
    },
    {
      name: 'invite',
      shows: 'Invitation',
      reach: async (desk) => {
        await invitation(desk)
        await see(desk, '/invite/fresh', byId('sign-up-submit'))
      },
    },
    {
      name: 'invite-as-another',
      shows: 'Invitation, signed in as somebody else',
      as: 'newcomer',
      reach: async (desk) => {
        await invitation(desk)
        await see(desk, '/invite/fresh', 'main button')
      },
    },
    {
      name: 'invite-gone',
      shows: 'Invitation, used or taken back',
      reach: async (desk) => {
        await see(desk, '/invite/gone', 'main a')
        await visible(desk.page, main)
      },
    },
  ],
}
