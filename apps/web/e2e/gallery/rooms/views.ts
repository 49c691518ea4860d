import type { View } from '@cloudpa/contracts/views'
import type { Desk } from '../../desk.js'
import { answer, byId, openDialog, see, visible } from '../reach.js'
import type { Room } from '../state.js'

const label = { id: '00000000-0000-4000-8000-000000000004', name: 'Wholesale', color: 'blue' }
const view = (nth: number, name: string, filter: string, more: Partial<View> = {}): View => ({
  id: `00000000-0000-4000-8000-00000000001${nth}`,
  name,
  filter,
  label: null,
  shared: false,
  ...more,
})
const items = [
  view(1, 'Big orders', 'waiting', { label: label.id, shared: true }),
  view(2, 'Nobody’s yet, and waiting since the market', 'unassigned', { shared: true }),
  view(3, 'For Thursday', 'starred'),
]

async function openSaved(desk: Desk, path = '/inbox'): Promise<void> {
  await answer(desk.page, /\/api\/v1\/views$/, { items })
  await answer(desk.page, /\/api\/v1\/labels$/, { items: [label] })
  await see(desk, path, '[data-testid^="filter-view-"]')
}

const opener = 'main button[aria-keyshortcuts="v"]'

/** Saved lists. */
export const views: Room = {
  name: 'views',
  states: [
    {
      name: 'list',
      shows: 'Lists with saved views among them',
      as: 'owner',
      reach: (desk) => openSaved(desk),
    },
    {
      name: 'empty-view',
      shows: 'A saved view that finds nothing',
      as: 'owner',
      reach: async (desk) => {
        await openSaved(desk, `/inbox?filter=waiting&label=${label.id}`)
        await visible(desk.page, byId('empty-list'))
      },
    },
    {
      name: 'save',
      shows: 'Save a list, and those that are saved',
      as: 'owner',
      reach: async (desk) => {
        await openSaved(desk, '/inbox?filter=unread')
        await openDialog(desk.page, opener)
      },
    },
    {
      name: 'edit',
      shows: 'A saved view, to be changed',
      as: 'owner',
      reach: async (desk) => {
        await openSaved(desk)
        await openDialog(desk.page, opener)
        await desk.page.locator('[data-testid="view-row"] .lucide-pencil').first().click()
        await desk.page.getByTestId('view-row').first().waitFor({ state: 'detached' })
      },
    },
    {
      name: 'as-member',
      shows: 'Saved views, as somebody who only answers',
      as: 'member',
      reach: async (desk) => {
        await openSaved(desk)
        await openDialog(desk.page, opener)
      },
    },
  ],
}
