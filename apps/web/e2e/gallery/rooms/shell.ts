import { startWire } from '@cloudpa/testing/kit'
import { answer, byId, fail, openDialog, openThread, overlay, see, visible } from '../reach.js'
import type { Room } from '../state.js'

/** What is around every page: menus, sheets, toasts, bars, and what is shown when a page is lost. */
export const shell: Room = {
  name: 'shell',
  states: [
    {
      name: 'account-menu',
      shows: 'Account menu',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, '/inbox', byId('conversation-row'))
        await desk.page.getByTestId('account-menu').locator('visible=true').click()
        await visible(desk.page, overlay)
      },
    },
    {
      name: 'shortcuts',
      shows: 'Shortcuts',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, '/inbox', byId('conversation-row'))
        await desk.page.keyboard.press('?')
        await visible(desk.page, overlay)
      },
    },
    {
      name: 'toast',
      shows: 'Toast, something went well',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, /\/api\/v1\/org$/, {})
        await see(desk, '/settings/business', 'main form input')
        await desk.page.locator('main form input').first().fill('Studio Marisol & Daughters')
        await desk.page.locator('main form input').first().press('Enter')
        await visible(desk.page, '[data-sonner-toast]')
      },
    },
    {
      name: 'toast-error',
      shows: 'Toast, something went wrong',
      as: 'owner',
      reach: async (desk) => {
        await fail(desk.page, /\/api\/v1\/members\/[^/]+$/)
        await see(desk, '/settings/team', 'main ul [aria-haspopup="menu"]')
        await openDialog(desk.page, 'main ul [aria-haspopup="menu"]')
        await desk.page.locator('[role="menuitemradio"][aria-checked="false"]').first().click()
        await visible(desk.page, '[data-sonner-toast]')
      },
    },
    {
      name: 'offline',
      shows: 'Offline',
      as: 'owner',
      cutOff: true,
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.context.setOffline(true)
        await visible(desk.page, byId('connection-bar'))
      },
    },
    {
      name: 'reconnecting',
      shows: 'The server can’t be reached',
      as: 'owner',
      cutOff: true,
      reach: async (desk, { stack, addressOf }) => {
        const wire = await startWire(stack.webUrl)
        desk.atEnd(() => wire.stop())
        await desk.page.goto(new URL(wire.url).origin + addressOf('María'))
        await visible(desk.page, byId('message'))
        wire.cut()
        await visible(desk.page, byId('connection-bar'))
      },
    },
    { name: 'nowhere', shows: 'An address without a page', reach: (desk) => see(desk, '/nowhere', 'main a') },
    {
      name: 'broken',
      shows: 'A page that stopped working',
      as: 'owner',
      breaks: true,
      reach: async (desk) => {
        await answer(desk.page, /\/api\/v1\/members$/, { items: [null], invitations: null })
        await see(desk, '/settings/team', 'main button')
      },
    },
  ],
}
