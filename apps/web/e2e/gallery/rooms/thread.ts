import { randomUUID } from 'node:crypto'
import { intercept } from '../../intercept.js'
import {
  asksForThread,
  byId,
  fail,
  openThread,
  overlay,
  painted,
  refuse,
  see,
  seeWaiting,
  trouble,
  visible,
} from '../reach.js'
import type { Room, State } from '../state.js'

/** A thread as it is when somebody opens it. */
const opened = (name: string, shows: string, who: string, selector = byId('composer')): State => ({
  name,
  shows,
  as: 'owner',
  reach: async (desk, town) => {
    await openThread(desk, town, who)
    await visible(desk.page, selector)
  },
})

/** One conversation: what was said, what did not get through, and what can be answered. */
export const thread: Room = {
  name: 'thread',
  states: [
    opened('conversation', 'A conversation', 'María López'),
    opened('unread', 'A conversation, two new messages', 'Amina Diallo', '[data-unread-divider]'),
    {
      name: 'writing',
      shows: 'An answer, being written',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page
          .getByTestId('composer')
          .fill('Saturday after 11 is fine.\nI’ll have them wrapped for you.')
        await painted(desk.page)
      },
    },
    opened('window-closing', 'Window closing within the hour', 'Jonas Becker'),
    opened('window-last-minutes', 'Window closing within minutes', 'Grace Okafor'),
    opened('window-closed', 'Window closed', 'Omar Haddad', byId('window-closed')),
    opened('never-wrote', 'The customer never wrote', 'Hugo Rossi', byId('window-closed')),
    opened('not-delivered', 'Not delivered', 'Tom Whitfield', '[data-status="failed"]'),
    opened('not-confirmed', 'Not confirmed', 'Elif Yılmaz', '[data-status="unconfirmed"]'),
    opened('long-names', 'Long names, words and messages', 'Maximiliane'),
    opened('right-to-left', 'A customer who writes from right to left', 'ليلى'),
    {
      name: 'kinds',
      shows: 'Messages of other kinds',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Sofia Silva')
        await visible(desk.page, '[data-state="failed"]')
        await desk.page.waitForFunction(() =>
          [...document.querySelectorAll<HTMLImageElement>('[data-testid="picture"] img')].every(
            ({ complete, naturalWidth }) => complete && naturalWidth > 0,
          ),
        )
      },
    },
    {
      name: 'picture',
      shows: 'A picture as it is',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Sofia Silva')
        const picture = desk.page.locator(byId('picture')).first()
        await picture.evaluate((element: HTMLElement) => element.click())
        await visible(desk.page, `${byId('picture-viewer')} img`)
      },
    },
    {
      name: 'unanswered',
      shows: 'Messages that were not sent',
      as: 'owner',
      reach: async (desk, town) => {
        await intercept(desk.page, /\/send$/, (request) => request.abort())
        await openThread(desk, town, 'Mei Chen')
        for (const text of ['Your parcel is ready', 'Bring the box, if you still have it'])
          await desk.reply(text)
        await visible(desk.page, byId('retry-button'))
      },
    },
    {
      name: 'refused',
      shows: 'A message that the server refused',
      as: 'owner',
      reach: async (desk, town) => {
        await refuse(desk.page, /\/send$/, 'window_over', {})
        await openThread(desk, town, 'Mei Chen')
        await desk.reply('Your parcel is ready')
        await visible(desk.page, '[data-testid="message"][data-status="failed"]')
      },
    },
    {
      name: 'sending',
      shows: 'A message on its way',
      as: 'owner',
      reach: async (desk, town) => {
        await intercept(desk.page, /\/send$/, () => undefined)
        await openThread(desk, town, 'Mei Chen')
        await desk.reply('Your parcel is ready')
      },
    },
    {
      name: 'scrolled-up',
      shows: 'A long thread, scrolled up',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Lena Hoffmann')
        await desk.page.getByTestId('thread').evaluate((element) => element.scrollBy({ top: -700 }))
        await visible(desk.page, byId('jump-down'))
      },
    },
    {
      name: 'contact',
      shows: 'Who the customer is',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Jonas Becker')
        const panel = desk.page.getByTestId('contact-panel')
        const button = desk.page.getByTestId('contact-button')
        if (await button.isVisible()) {
          if (!(await panel.isVisible())) await button.click()
        } else {
          // On a phone it stands in the menu, first.
          await desk.page.getByTestId('more-button').click()
          await desk.page.locator('[role="menuitem"]').locator('visible=true').first().click()
          await desk.page.locator('[role="menu"]').waitFor({ state: 'detached' })
        }
        await visible(desk.page, `${byId('contact-panel')}, ${overlay}`)
      },
    },
    {
      name: 'loading',
      shows: 'A thread, loading',
      as: 'owner',
      loads: true,
      reach: (desk) => seeWaiting(desk, `/inbox/${randomUUID()}`, asksForThread),
    },
    {
      name: 'error',
      shows: 'A thread that could not be loaded',
      as: 'owner',
      reach: async (desk) => {
        await fail(desk.page, asksForThread)
        await see(desk, `/inbox/${randomUUID()}`, trouble)
      },
    },
    {
      name: 'not-found',
      shows: 'A thread that is not there',
      as: 'owner',
      reach: (desk) => see(desk, `/inbox/${randomUUID()}`, trouble),
    },
  ],
}
