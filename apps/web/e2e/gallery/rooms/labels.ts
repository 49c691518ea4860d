import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { Desk } from '../../desk.js'
import { answer, asksFirst, asksForList, byId, openDialog, openThread, see, visible } from '../reach.js'
import type { Room } from '../state.js'
import type { Town } from '../town.js'

const label = (nth: number, name: string, color: string) => ({
  id: `00000000-0000-4000-8000-00000000000${nth}`,
  name,
  color,
})
const items = [
  label(1, 'Class', 'indigo'),
  label(2, 'Commission', 'orange'),
  label(3, 'Community market', 'jade'),
  label(4, 'Wholesale', 'blue'),
]
const all = /\/api\/v1\/labels$/
const ines = { memberId: 'ines', name: 'Inês Duarte' }

/** Has the first conversations be labelled and assigned; nothing changes at the server. */
async function sortAlone(desk: Desk): Promise<void> {
  await answer(desk.page, all, { items })
  await desk.page.route(asksForList, async (route) => {
    const response = await route.fetch()
    const page = (await response.json()) as ConversationPage
    const labels = [[items[1]], [], [items[3], items[0]], [items[2]]].map((some) =>
      some.map((one) => one?.id ?? ''),
    )
    const sorted = page.items.map((item, at) => ({
      ...item,
      labels: labels[at] ?? [],
      assignee: at === 1 || at === 2 ? ines : null,
      // Newer than what the thread's own answer tells.
      revision: item.revision + 1,
    }))
    const counts = page.overview && { ...page.overview.counts, mine: 2, labels: { [items[1]?.id ?? '']: 14 } }
    const overview = page.overview && counts && { ...page.overview, counts }
    await route.fulfill({ response, json: { ...page, items: sorted, overview } })
  })
}

async function openSorted(desk: Desk, town: Town): Promise<void> {
  await sortAlone(desk)
  await see(desk, '/inbox', byId('conversation-row'))
  await openThread(desk, town, 'María López')
}

/** Labels, and who is to answer. */
export const labels: Room = {
  name: 'labels',
  states: [
    {
      name: 'list',
      shows: 'Rows with labels and who answers',
      as: 'owner',
      reach: async (desk) => {
        await sortAlone(desk)
        await see(desk, '/inbox', byId('assignee'))
      },
    },
    {
      name: 'pick',
      shows: 'Labels for several',
      as: 'owner',
      reach: async (desk) => {
        await sortAlone(desk)
        await see(desk, '/inbox', byId('assignee'))
        await desk.page.getByTestId('conversation-row').first().focus()
        for (const key of ['x', 'Shift+J', 'l']) await desk.page.keyboard.press(key)
        await desk.page.getByRole('combobox').fill('comm')
        await visible(desk.page, '[role="option"]')
      },
    },
    {
      name: 'assign',
      shows: 'Who answers?',
      as: 'owner',
      reach: async (desk, town) => {
        await openSorted(desk, town)
        const button = desk.page.getByTestId('assign-button')
        if (await button.isVisible()) await button.click()
        else {
          await desk.page.getByTestId('more-button').click()
          await desk.page.locator('[role="menuitem"]:has(.lucide-user-plus)').click()
        }
        await visible(desk.page, '[role="option"]')
      },
    },
    {
      name: 'settings',
      shows: 'Labels in the settings',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, all, { items })
        await see(desk, '/settings/labels', byId('new-label'))
        await visible(desk.page, asksFirst)
      },
    },
    {
      name: 'settings-empty',
      shows: 'Labels in the settings, none yet',
      as: 'owner',
      reach: (desk) => see(desk, '/settings/labels', 'main h3'),
    },
    {
      name: 'edit',
      shows: 'A label’s name and colour',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, all, { items })
        await see(desk, '/settings/labels', byId('new-label'))
        await openDialog(desk.page, byId('new-label'))
      },
    },
    {
      name: 'delete',
      shows: 'Delete a label?',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, all, { items })
        await answer(desk.page, /\/labels\/[^/]+$/, { ...items[0], conversations: 14 })
        await see(desk, '/settings/labels', asksFirst)
        await openDialog(desk.page, asksFirst)
        await desk.page.getByText('14').waitFor()
      },
    },
    {
      name: 'settings-as-member',
      shows: 'Labels, as somebody who only answers',
      as: 'member',
      reach: async (desk) => {
        await answer(desk.page, all, { items })
        await see(desk, '/settings/labels', 'main ul[aria-label] li')
      },
    },
  ],
}
