import { expect, it } from 'vitest'
import { presentChatAccount, type ShownChatAccount } from './present-chat-account.js'

const inMs = (ms: number) => new Date(Date.now() + ms)
const running = (dueAt: Date | null, startedAt: Date | null) => {
  const catchUp = { dueAt, startedAt, checkedAt: inMs(-60_000), recoveredAt: null, listed: 7, problem: null }
  const row = {
    id: 'n',
    address: '+15005550006',
    createdAt: inMs(0),
    alarmCode: null,
    alarmAt: null,
    catchUp,
  }
  return presentChatAccount(row as unknown as ShownChatAccount, 'https://inbox.test').catchUp?.running
}

it.each([
  ['whose turn it is in a while', inMs(60_000), null, null],
  ['that nothing compares regularly', null, null, null],
  ['whose turn it is now', inMs(-1_000), null, { listed: 7 }],
  ['that is being compared', inMs(60_000), inMs(-1_000), { listed: 7 }],
  ['whose worker just ended, which another one takes up', inMs(-1_000), inMs(-90_000), { listed: 7 }],
  ['that no worker has come to for minutes', inMs(-180_000), null, null],
  ['whose worker ended, and no other is there', inMs(-180_000), inMs(-300_000), null],
])('says of a number %s whether it is being compared', (_, dueAt, startedAt, shown) => {
  expect(running(dueAt, startedAt)).toEqual(shown)
})
