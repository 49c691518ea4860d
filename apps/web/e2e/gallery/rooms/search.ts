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
