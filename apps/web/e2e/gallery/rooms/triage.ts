import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import { waitFor } from '@cloudpa/testing/kit'
import type { Desk } from '../../desk.js'
import { intercept } from '../../intercept.js'
import { asksForList, byId, openThread, overlay, see, visible } from '../reach.js'
import type { Room } from '../state.js'
import type { Town } from '../town.js'

/** Has the list tell otherwise of some conversations, the others as they are; nothing changes at the server. */
async function tellOf(
  desk: Desk,
  change: (conversation: Conversation) => Partial<Conversation>,
): Promise<void> {
  await intercept(desk.page, asksForList, async (request) => {
    const page = (await (await request.fetch()).json()) as ConversationPage
    // Newer than what the thread's own answer tells.
    const items = page.items.map((item) => ({ ...item, ...change(item), revision: item.revision + 1 }))
    await request.answer({ ...page, items })
  })
}

/** Has what is done stay on the screen: it is answered as the API would, and the API hears nothing of it. */
async function doAlone({ page }: Desk): Promise<void> {
  await intercept(page, /\/conversations\/bulk$/, async (request) => {
    const { ids } = request.json() as { ids: string[] }
    const ask = async (id: string) => {
      const answer = await page.request.get(request.url.replace(/bulk$/, id))
      return { ...((await answer.json()) as Conversation), state: 'done', returned: null, revision: 1e9 }
    }
    await request.answer({ items: await Promise.all(ids.map(ask)), undo: [] })
  })
}

/** As they are when a colleague put them off. */
const snoozed = (hours: number): Partial<Conversation> => ({
  state: 'snoozed',
  returned: null,
  snoozedUntil: new Date(Date.now() + hours * 3_600_000).toISOString(),
  actedBy: { memberId: 'ines', name: 'Inês Duarte' },
})

const openList = (desk: Desk) => see(desk, '/inbox', byId('conversation-row'))

/** Brings the mouse over a row. The first time it comes over the list, what it finds there is fetched. */
async function hover(desk: Desk, nth: number): Promise<void> {
  const rows = desk.page.getByTestId('conversation-row')
  await waitFor(async () => {
    await rows.nth(nth + 1).hover()
    await rows.nth(nth).hover()
    return desk.page.getByTestId('quick-acts').isVisible()
  })
}

async function openSnoozed(desk: Desk, town: Town, who: string): Promise<void> {
  const id = town.addressOf(who).split('/').at(-1)
  await tellOf(desk, (item) => (item.id === id ? snoozed(20) : {}))
  await see(desk, '/inbox', byId('conversation-row'))
  await openThread(desk, town, who)
}

/** What is done, put off, starred and chosen, and the way back from all of it. */
export const triage: Room = {
  name: 'triage',
  states: [
    {
      name: 'done',
      shows: 'Done, with the way back',
      as: 'owner',
      reach: async (desk) => {
        await doAlone(desk)
        await openList(desk)
        await desk.page.keyboard.press('e')
        await visible(desk.page, '[data-sonner-toast]')
      },
    },
    {
      name: 'came-back',
      shows: 'List, with stars and what came back',
      as: 'owner',
      reach: async (desk, town) => {
        const [over, wrote] = ['María López', 'Amina'].map((who) => town.addressOf(who).split('/').at(-1))
        await tellOf(desk, ({ id }) => ({
          starred: id === wrote,
          returned: id === over ? 'snooze_over' : id === wrote ? 'wrote' : null,
        }))
        await see(desk, '/inbox', byId('came-back'))
      },
    },
    {
      name: 'snoozed-list',
      shows: 'Snoozed, by when they come back',
      as: 'owner',
      reach: async (desk) => {
        await intercept(desk.page, /conversations\?.*filter=snoozed/, async (request) => {
          const response = await request.fetch(request.url.replace('&filter=snoozed', ''))
          const page = (await response.json()) as ConversationPage
          const items = page.items
            .slice(0, 5)
            .map((item, at) => ({ ...item, ...snoozed(3 + at * 40), revision: 1e6 }))
          await request.answer({ ...page, items, nextCursor: null, overview: null })
        })
        await see(desk, '/inbox?filter=snoozed', byId('put-away-by'))
      },
    },
    {
      name: 'empty-filter',
      shows: 'A list with nothing in it',
      as: 'owner',
      reach: (desk) => see(desk, '/inbox?filter=starred', byId('empty-list')),
    },
    {
      name: 'all-answered',
      shows: 'All answered, some snoozed',
      // Nobody writes there meanwhile.
      as: 'newcomer',
      reach: async (desk) => {
        const counts = { all: 0, unread: 0, waiting: 0, closing: 0, snoozed: 3, starred: 0, labels: {} }
        const json = {
          items: [],
          nextCursor: null,
          eventId: 0,
          overview: { counts, closing: [], returned: [] },
        }
        await intercept(desk.page, asksForList, (request) => request.answer(json))
        await see(desk, '/inbox', byId('empty-list'))
      },
    },
    {
      name: 'put-away',
      shows: 'A conversation that a colleague snoozed',
      as: 'owner',
      reach: async (desk, town) => {
        await openSnoozed(desk, town, 'María López')
        await visible(desk.page, byId('put-away-bar'))
      },
    },
    {
      name: 'snooze',
      shows: 'Until when?',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.getByTestId('snooze-button').click()
        await visible(desk.page, byId('snooze-menu'))
      },
    },
    {
      name: 'snooze-words',
      shows: 'Until when, in words',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.getByTestId('snooze-button').click()
        await visible(desk.page, byId('snooze-menu'))
        const field = desk.page.getByRole('combobox')
        // A phone offers a day to pick instead of words.
        if (await field.isVisible()) {
          await field.fill('tue 9')
          await visible(desk.page, '[role="option"] .lucide-corner-down-left')
        } else {
          await desk.page.locator('[data-testid="snooze-menu"] > button').last().click()
          await visible(desk.page, 'input[type="datetime-local"]')
        }
      },
    },
    {
      name: 'menu',
      shows: 'A conversation’s menu',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.getByTestId('more-button').click()
        await visible(desk.page, overlay)
      },
    },
    {
      name: 'row-menu',
      shows: 'A row’s menu',
      as: 'owner',
      reach: async (desk) => {
        await openList(desk)
        await hover(desk, 0)
        await desk.page.getByTestId('conversation-row').first().click({ button: 'right' })
        await visible(desk.page, overlay)
      },
    },
    {
      name: 'quick-acts',
      shows: 'A row under a mouse',
      as: 'owner',
      reach: async (desk) => {
        await openList(desk)
        await hover(desk, 2)
      },
    },
    {
      name: 'selecting',
      shows: 'Several selected',
      as: 'owner',
      reach: async (desk) => {
        await openList(desk)
        await desk.page.getByTestId('conversation-row').first().focus()
        for (const key of ['x', 'Shift+J', 'Shift+J']) await desk.page.keyboard.press(key)
        await visible(desk.page, byId('bulk-bar'))
      },
    },
  ],
}
