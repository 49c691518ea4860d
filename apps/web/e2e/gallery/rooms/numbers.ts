import type { CatchUp, ChatAccount } from '@cloudpa/contracts/chat-accounts'
import type { Page } from 'playwright-core'
import type { Desk } from '../../desk.js'
import { answer, asksFirst, byId, openDialog, overlay, see, visible } from '../reach.js'
import type { Room } from '../state.js'

const address = '/settings/numbers'
const refused = {
  ok: false,
  message: 'Twilio said: Authenticate. Check the Account SID and the Auth Token.',
  finding: { kind: 'mismatch', says: 'Authenticate' },
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** A number that works, but for what is told of it. */
const number = (but: Pick<ChatAccount, 'name' | 'formatted'> & Partial<ChatAccount>): ChatAccount => ({
  id: but.formatted,
  provider: 'twilio_whatsapp',
  externalPhoneId: `whatsapp:${but.formatted.replaceAll(' ', '')}`,
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  messagingServiceSid: null,
  hasAuthToken: true,
  proven: true,
  active: true,
  alarm: null,
  typingIndicator: false,
  webhookUrl: 'https://inbox.example.com/api/v1/messaging/webhook/whatsapp#rc=5&rp=all',
  statusCallbackUrl: 'https://inbox.example.com/api/v1/messaging/webhook/status',
  catchUp: null,
  createdAt: minutesAgo(0),
  ...but,
})

const caughtUp = (): CatchUp => ({
  checkedAt: minutesAgo(2),
  checked: 1248,
  missing: 0,
  recovered: null,
  running: null,
  problem: null,
})

const answerNumbers = (page: Page, items: ChatAccount[]) =>
  answer(page, /\/api\/v1\/chat-accounts$/, { items })

async function openNumberDialog(desk: Desk): Promise<void> {
  await see(desk, address, byId('add-number'))
  await openDialog(desk.page, byId('add-number'))
}

/** The numbers in Settings. */
export const numbers: Room = {
  name: 'numbers',
  states: [
    {
      name: 'connected',
      shows: 'Numbers',
      as: 'owner',
      reach: (desk) => see(desk, address, byId('validate-number')),
    },
    {
      name: 'none',
      shows: 'Numbers, none yet',
      as: 'numberless',
      reach: (desk) => see(desk, address, byId('add-number')),
    },
    {
      name: 'as-member',
      shows: 'Numbers, as somebody who only answers',
      as: 'member',
      reach: (desk) => see(desk, address, 'main h3'),
    },
    {
      name: 'checked',
      shows: 'Numbers, Twilio accepts it',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, address, byId('validate-number'))
        await desk.page.getByTestId('validate-number').first().click()
        await visible(desk.page, byId('validation-result'))
      },
    },
    {
      name: 'refused',
      shows: 'Numbers, Twilio refuses it',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, /\/validate$/, refused)
        await see(desk, address, byId('validate-number'))
        await desk.page.getByTestId('validate-number').first().click()
        await visible(desk.page, byId('validation-result'))
      },
    },
    {
      name: 'unchecked',
      shows: 'Numbers: one that nobody asked Twilio about, one paused, one that Twilio lets send nothing',
      as: 'owner',
      reach: async (desk) => {
        await answerNumbers(desk.page, [
          number({ name: 'Studio line', formatted: '+34 858 90 11 20', proven: false }),
          number({ name: 'Workshops', formatted: '+34 611 40 08 33', active: false }),
          number({
            name: 'Market',
            formatted: '+34 611 40 08 34',
            alarm: { code: '20003', kind: 'credentials', message: 'Refused.', since: minutesAgo(0) },
          }),
        ])
        await see(desk, address, byId('validate-number'))
      },
    },
    {
      name: 'caught-up',
      shows: 'Numbers, what was compared with Twilio, what came back, and what Twilio refused',
      as: 'owner',
      // One of them is being compared, for as long as anybody looks.
      loads: true,
      reach: async (desk) => {
        const message = 'Twilio doesn’t accept this Auth Token.'
        const problem = { kind: 'mismatch', says: 'Authenticate', message }
        const recovered = { count: 500, at: minutesAgo(90) }
        const running = { listed: 3200 }
        await answerNumbers(desk.page, [
          number({ name: 'Studio line', formatted: '+34 858 90 11 20', catchUp: caughtUp() }),
          number({
            name: 'Workshops',
            formatted: '+34 611 40 08 33',
            catchUp: { ...caughtUp(), recovered, problem },
          }),
          number({
            name: 'New line',
            formatted: '+34 611 40 08 34',
            catchUp: { ...caughtUp(), checkedAt: null, running },
          }),
        ])
        await see(desk, address, byId('catch-up'))
      },
    },
    { name: 'add', shows: 'Add a number', as: 'owner', reach: openNumberDialog },
    {
      name: 'add-mistakes',
      shows: 'Add a number, with mistakes',
      as: 'owner',
      reach: async (desk) => {
        await openNumberDialog(desk)
        await desk.page.getByTestId('save-number').click()
        await visible(desk.page, `${overlay} [role="alert"]`)
      },
    },
    {
      name: 'remove',
      shows: 'Remove a number?',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, address, asksFirst)
        await openDialog(desk.page, asksFirst)
      },
    },
  ],
}
