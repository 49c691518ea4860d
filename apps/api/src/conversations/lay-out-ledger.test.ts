import type { Message } from '@cloudpa/db'
import { expect, it } from 'vitest'
import { layOutLedger, type FormAbout } from './lay-out-ledger.js'

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second))

const nothing = {
  firstClaimedAt: null,
  claimedAt: null,
  takenAt: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
  errorCode: null,
  attempts: 0,
  statusAsks: 0,
  statusAskedAt: null,
}
const outbound = (more: Partial<Message>) =>
  ({ ...nothing, direction: 'outbound', occurredAt: at(0), ...more }) as Message
const report = (status: string, second: number, errorCode: string | null = null): FormAbout => ({
  kind: 'status',
  status,
  receivedAt: at(second),
  waitedMs: 3,
  errorCode,
})

const stepsOf = (known: Parameters<typeof layOutLedger>[0]) =>
  layOutLedger(known).map(({ kind, status, count, code }) =>
    [kind, status ?? count ?? '', code ?? ''].join(' ').trim(),
  )

it('tells a reply’s way in the order in which it happened, reports that came late included', () => {
  const message = outbound({
    firstClaimedAt: at(1),
    claimedAt: at(3),
    attempts: 2,
    takenAt: at(4),
    sentAt: at(5),
    deliveredAt: at(6),
    readAt: at(9),
  })
  const forms = [report('delivered', 6), report('sent', 7), report('read', 9)]
  expect(stepsOf({ message, forms, files: [], by: 'Ann' })).toEqual([
    'written',
    'attempt 1',
    'attempt 2',
    'taken',
    'report delivered',
    'report sent',
    'report read',
  ])
})

it('tells what Twilio refused at once, and what was found by asking', () => {
  const refused = outbound({
    firstClaimedAt: at(1),
    claimedAt: at(1),
    attempts: 1,
    failedAt: at(2),
    errorCode: '63016',
  })
  expect(stepsOf({ message: refused, forms: [], files: [], by: null })).toEqual([
    'written',
    'attempt 1',
    'became failed 63016',
  ])
  const asked = outbound({ takenAt: at(1), sentAt: at(9), statusAsks: 1, statusAskedAt: at(8) })
  expect(stepsOf({ message: asked, forms: [], files: [], by: null })).toEqual([
    'written',
    'taken',
    'asked 1',
    'became sent',
  ])
})

it('tells when a customer’s form came, even where it is kept no longer', () => {
  const message = { ...outbound({}), direction: 'inbound' } as Message
  const file = { state: 'ready' as const, attempts: 1, createdAt: at(1) }
  expect(stepsOf({ message, forms: [], files: [file], by: null })).toEqual(['form', 'file ready'])
})
