import type { Desk } from '../../desk.js'
import { byId, fail, openThread, see, visible } from '../reach.js'
import type { Room } from '../state.js'

const asksToSearch = /\/messaging\/search\?/

/** Opens the search over the list, and types into it. */
async function search(desk: Desk, typed = ''): Promise<void> {
  await see(desk, '/inbox', byId('conversation-row'))
  await desk.page.keyboard.press('/')
  await visible(desk.page, byId('search'))
  await desk.page.getByRole('combobox').fill(typed)
}

/** Looks for a word in the open conversation. */
async function find(desk: Desk, typed: string): Promise<void> {
  await desk.page.keyboard.press('Control+f')
  await visible(desk.page, byId('find-bar'))
  await desk.page.getByTestId('find-field').fill(typed)
}

/** What is found, and the list of all that can be done. */
export const finding: Room = {
  name: 'search',
  states: [
    { name: 'begin', shows: 'Search, before anything is typed', as: 'owner', reach: (desk) => search(desk) },
    {
      name: 'found',
      shows: 'People and messages, with what was looked for',
      as: 'owner',
      reach: async (desk) => {
        await search(desk, 'ma')
        await visible(desk.page, '[role="option"] mark')
      },
    },
    {
      name: 'loading',
      shows: 'Searching',
      as: 'owner',
      loads: true,
      reach: async (desk) => {
        await desk.page.route(asksToSearch, () => {})
        await search(desk, 'kiln')
        await visible(desk.page, `${byId('search')} [role="status"][aria-label]`)
      },
    },
    {
      name: 'nothing',
      shows: 'Nothing found',
      as: 'owner',
      reach: async (desk) => {
        await search(desk, 'xylophone')
        await visible(desk.page, `${byId('search')} [role="status"] p + p`)
      },
    },
    {
      name: 'failed',
      shows: 'A search that failed',
      as: 'owner',
      reach: async (desk) => {
        await fail(desk.page, asksToSearch)
        await search(desk, 'kiln')
        await visible(desk.page, `${byId('search')} [role="alert"]`)
      },
    },
    {
      name: 'offline',
      shows: 'A search without a line',
      as: 'owner',
      cutOff: true,
      reach: async (desk) => {
        await search(desk)
        await desk.context.setOffline(true)
        await visible(desk.page, byId('connection-bar'))
      },
    },
    {
      name: 'in-thread',
      shows: 'A word that is looked for in one conversation',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await find(desk, 'a')
        await desk.page.waitForFunction(() => (CSS.highlights.get('found-now')?.size ?? 0) > 0)
      },
    },
    {
      name: 'in-thread-nothing',
      shows: 'A word that stands nowhere in a conversation',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await find(desk, 'xylophone')
        await visible(desk.page, `${byId('find-bar')} [role="status"] [data-none]`)
      },
    },
    {
      name: 'snooze-in-one-go',
      shows: 'A command and its time in one line',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.keyboard.press('Control+k')
        await visible(desk.page, byId('palette'))
        await desk.page.getByRole('combobox').fill('snoo tom')
        await visible(desk.page, '[role="option"]')
      },
    },
    {
      name: 'palette',
      shows: 'Every act and place, with its keys',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.keyboard.press('Control+k')
        await visible(desk.page, byId('palette'))
      },
    },
    {
      name: 'palette-typed',
      shows: 'What half a word finds',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.keyboard.press('Control+k')
        await visible(desk.page, byId('palette'))
        await desk.page.getByRole('combobox').fill('ma')
        await visible(desk.page, '[role="option"] mark')
      },
    },
  ],
}
