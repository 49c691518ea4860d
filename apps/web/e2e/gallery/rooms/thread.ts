import { randomUUID } from 'node:crypto'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import type { Desk } from '../../desk.js'
import { intercept } from '../../intercept.js'
import {
  answer,
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

/** Resolves when every picture of the thread is there. */
const picturesDrawn = (desk: Desk) =>
  desk.page.waitForFunction(() => {
    const thread = document.querySelector('[data-testid="thread"]')
    return (
      thread?.querySelector('[data-testid="missing-medium"][data-state="waiting"]') === null &&
      [...thread.querySelectorAll('img')].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
    )
  })

/** Why what is to leave did not: the window was closed by then. */
const overBy = { code: 'window_closed', message: '', params: { reason: 'window_over' } }
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

/** Something that waits to be sent, as the API tells of it. */
const waits = (id: string, body: string, when: ScheduledMessage['when']): ScheduledMessage => ({
  id,
  conversationId: id,
  author: { kind: 'member', id },
  content: { kind: 'text', v: 1, body },
  when,
  state: 'waiting',
  error: null,
  createdAt: inDays(0),
  clientId: id,
})

/** Brings the end of the thread, where that stands, into sight. */
async function toEnd(desk: Desk, selector: string): Promise<void> {
  await visible(desk.page, selector)
  await desk.page.getByTestId('thread').evaluate((thread) => thread.scrollTo({ top: thread.scrollHeight }))
  await desk.page.getByTestId('jump-down').waitFor({ state: 'detached' })
}

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
        await picturesDrawn(desk)
      },
    },
    {
      name: 'kinds-place',
      shows: 'A picture that did not come, and a place',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Sofia Silva')
        await visible(desk.page, '[data-state="failed"]')
        await picturesDrawn(desk)
        await toEnd(desk, byId('place'))
      },
    },
    {
      name: 'kinds-advertised',
      shows: 'From an advertisement: a card, a button, a choice',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Zoe Martin')
        await visible(desk.page, `${byId('advertisement')} img`)
        await visible(desk.page, byId('contact-card'))
        await picturesDrawn(desk)
      },
    },
    {
      name: 'kinds-answered',
      shows: 'Answers, calls, and something new',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Zoe Martin')
        await picturesDrawn(desk)
        await desk.page
          .getByTestId('unknown-form')
          .locator('summary')
          .evaluate((summary: HTMLElement) => summary.click())
        await toEnd(desk, byId('unknown-form'))
      },
    },
    opened('kinds-happened', 'The sandbox, a refused call, and a place of ours', 'Noor Aydin', byId('place')),
    {
      name: 'kinds-formatted',
      shows: 'Lists, quotes and several pictures',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Ines Prado')
        await visible(desk.page, byId('album'))
        await picturesDrawn(desk)
      },
    },
    {
      name: 'kinds-quoted',
      shows: 'Replies to earlier messages',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Ines Prado')
        await picturesDrawn(desk)
        await toEnd(desk, byId('unknown-quote'))
      },
    },
    {
      name: 'picture',
      shows: 'A picture as it is',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Ines Prado')
        const picture = desk.page.locator(byId('picture')).first()
        await picture.evaluate((element: HTMLElement) => element.click())
        await visible(desk.page, `${byId('picture-viewer')} img`)
      },
    },
    {
      name: 'scheduled',
      shows: 'What waits to be sent, and what could not leave',
      as: 'owner',
      reach: async (desk, town) => {
        await answer(desk.page, /\/messaging\/scheduled\?/, {
          items: [
            waits('1', 'The bowl is out of the kiln, I’ll bring it to the market.', {
              kind: 'at',
              at: inDays(1),
            }),
            waits('2', 'Happy birthday! The glaze turned out as blue as you hoped.', {
              kind: 'at',
              at: inDays(40),
            }),
            waits('3', 'Good to hear from you again!', { kind: 'window_opens' }),
            {
              ...waits('4', 'Are you coming by?', { kind: 'at', at: inDays(-1) }),
              state: 'failed',
              error: overBy,
            },
          ],
        })
        await openThread(desk, town, 'Mei Chen')
        await toEnd(desk, `${byId('scheduled')}[data-state="failed"]`)
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
