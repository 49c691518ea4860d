import type { Desk } from '../../desk.js'
import { answer, byId, openThread, overlay, painted, see, visible } from '../reach.js'
import { optedOut } from '../conversations.js'
import type { Room, State } from '../state.js'
import type { Town } from '../town.js'

const asksForReplies = /\/api\/v1\/quick-replies$/

const kept = (shortcut: string, text: string, shared = true) => ({
  id: shortcut,
  shortcut,
  text,
  shared,
  updatedAt: '2026-11-22T12:00:00.000Z',
})
const items = [
  kept('hours', 'We’re in the studio from ten to six, {{first_name}}, and closed on Mondays.'),
  kept('prices', 'Hi {{first_name}}, the list is attached. Commissions start at €160.'),
  kept('private-class', 'For up to six people, €180 with clay and firing. Which day suits you?', false),
]

/** What stands in the composer of somebody's thread once this was written in it. */
const writing = (name: string, shows: string, text: string, selector: string): State => ({
  name,
  shows,
  as: 'owner',
  reach: async (desk, town) => {
    await answer(desk.page, asksForReplies, { items })
    await openThread(desk, town, 'María López')
    await desk.page.getByTestId('composer').pressSequentially(text)
    await visible(desk.page, selector)
    await painted(desk.page)
  },
})

/** A clock that stands still, so that what is held stays held. */
async function hold(desk: Desk, town: Town) {
  await desk.begin(() => {
    const now = Date.now()
    Date.now = () => now
    const state = { holdSeconds: 5 }
    localStorage.setItem('cloudpa:preferences', JSON.stringify({ state, version: 0 }))
  }, undefined)
  await desk.page.route(/\/send$/, () => undefined)
  await openThread(desk, town, 'Mei Chen')
  await desk.reply('Your parcel is ready')
  await visible(desk.page, byId('held'))
}

const page = (name: string, shows: string, replies: object[], selector: string): State => ({
  name,
  shows,
  as: 'owner',
  reach: async (desk) => {
    await answer(desk.page, asksForReplies, { items: replies })
    await see(desk, '/settings/quick-replies', selector)
  },
})

/** How one writes: what is at hand in the composer, and where it is kept and chosen. */
export const composer: Room = {
  name: 'composer',
  states: [
    writing('quick-replies', 'Quick replies', '/pri', byId('completions')),
    writing('emoji-words', 'Emoji by their names', 'See you Thursday :than', byId('completions')),
    {
      name: 'opted-out',
      shows: 'Somebody who asked not to be written to',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, optedOut)
        await visible(desk.page, byId('opted-out'))
      },
    },
    {
      ...writing('not-filled-in', 'A reply with something to fill in', '', byId('composer')),
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.getByTestId('composer').fill('Your order {{order}} is ready on {{day}}.')
        await desk.page.getByTestId('send-button').click()
        await visible(desk.page, byId('blank-band'))
      },
    },
    {
      name: 'emoji',
      shows: 'All emoji',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        const button = desk.page.getByTestId('emoji-button')
        if (await button.isVisible()) await button.click()
        else {
          await desk.page.getByTestId('add-button').click()
          await visible(desk.page, overlay)
          await desk.page.getByTestId('add-emoji').click()
        }
        await visible(desk.page, '[role="option"]')
        await painted(desk.page)
      },
    },
    {
      name: 'ways-to-send',
      shows: 'Other ways to send',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.getByTestId('composer').fill('See you on Saturday')
        await desk.page
          .locator(`${byId('send-ways')}, ${byId('add-button')}`)
          .locator('visible=true')
          .click()
        await visible(desk.page, overlay)
      },
    },
    {
      name: 'send-when',
      shows: 'When to send it',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await desk.page.getByTestId('composer').fill('See you on Saturday')
        await desk.page
          .locator(`${byId('send-ways')}, ${byId('add-button')}`)
          .locator('visible=true')
          .click()
        await visible(desk.page, overlay)
        await desk.page.getByTestId('send-later').click()
        await visible(desk.page, byId('send-menu'))
        await painted(desk.page)
      },
    },
    {
      name: 'for-then',
      shows: 'Written while the window is closed',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Omar Haddad')
        await desk.page.getByTestId('write-for-then').click()
        await desk.page.getByTestId('for-then').fill('The bowl is out of the kiln.')
        await painted(desk.page)
      },
    },
    { name: 'held', shows: 'A message that can be taken back', as: 'owner', reach: hold },
    {
      name: 'writing-settings',
      shows: 'How one writes',
      as: 'owner',
      reach: (desk) => see(desk, '/settings/writing', 'main legend'),
    },
    page('replies-kept', 'Quick replies, kept', items, byId('quick-reply')),
    page('replies-none', 'Quick replies, none yet', [], 'main h3'),
    {
      name: 'reply-new',
      shows: 'A new quick reply',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, asksForReplies, { items })
        await see(desk, '/settings/quick-replies', byId('quick-reply'))
        await desk.page.getByTestId('new-quick-reply').click()
        await visible(desk.page, overlay)
      },
    },
  ],
}
