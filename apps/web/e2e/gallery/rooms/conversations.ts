import { intercept } from '../../intercept.js'
import { answer, asksForList, byId, fail, openThread, see, seeWaiting, trouble, visible } from '../reach.js'
import type { Room } from '../state.js'

/** The list, and what stands beside it before anything is open. */
export const conversationList: Room = {
  name: 'conversations',
  states: [
    {
      name: 'new-org',
      shows: 'Inbox of a new org',
      as: 'newcomer',
      reach: (desk) => see(desk, '/inbox', byId('empty-inbox')),
    },
    {
      name: 'no-number',
      shows: 'Inbox of an org without a number',
      as: 'numberless',
      reach: (desk) => see(desk, '/inbox', byId('empty-inbox')),
    },
    {
      name: 'tuesday',
      shows: 'Inbox, nothing open',
      as: 'owner',
      reach: (desk) => see(desk, '/inbox', byId('conversation-row')),
    },
    {
      name: 'number-shut-out',
      shows: 'Inbox, with a number that Twilio lets send nothing',
      as: 'owner',
      reach: async (desk) => {
        const alarm = {
          code: '20003',
          kind: 'credentials',
          message: 'Refused.',
          since: new Date().toISOString(),
        }
        await answer(desk.page, /\/api\/v1\/chat-accounts$/, {
          items: [{ id: 'a', formatted: '+34 858 90 11 20', active: true, proven: true, alarm }],
        })
        await see(desk, '/inbox', byId('alarm-bar'))
      },
    },
    {
      name: 'list-loading',
      shows: 'List, loading',
      as: 'owner',
      loads: true,
      reach: (desk) => seeWaiting(desk, '/inbox', asksForList),
    },
    {
      name: 'list-error',
      shows: 'List, could not be loaded',
      as: 'owner',
      reach: async (desk) => {
        await fail(desk.page, asksForList)
        await see(desk, '/inbox', trouble)
      },
    },
    {
      name: 'draft',
      shows: 'List, with a draft',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Mei Chen')
        await desk.page.getByTestId('composer').fill('We open at ten, and')
        await desk.goto('/inbox')
        await desk.row('We open at ten').waitFor()
      },
    },
    {
      name: 'not-sent',
      shows: 'List, with a message that was not sent',
      as: 'owner',
      reach: async (desk, town) => {
        await intercept(desk.page, /\/send$/, (request) => request.abort())
        await openThread(desk, town, 'Mei Chen')
        await desk.reply('Your parcel is ready')
        await visible(desk.page, byId('retry-button'))
        await desk.goto('/inbox')
        await visible(desk.page, byId('unsent-preview'))
      },
    },
  ],
}
