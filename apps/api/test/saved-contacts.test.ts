import type { ContactDetail, ContactPage } from '@cloudpa/contracts/contacts'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

let stack: SharedStack
let spare: Tenant[]
beforeAll(async () => {
  stack = await sharedStack()
  spare = await Tenant.createMany(
    stack,
    Array.from({ length: 6 }, () => ({})),
  )
})
const open = () => spare.pop() as Tenant

async function save(tenant: Tenant, name: string, ...phones: string[]) {
  const answer = await tenant.fetch('POST', '/contacts', { name, phones })
  return { status: answer.status, contact: (await answer.json()) as ContactDetail }
}
const all = async (tenant: Tenant) => (await tenant.call<ContactPage>('GET', '/contacts')).items
const numbersOf = ({ handles }: ContactDetail) => handles.map(({ value }) => value).toSorted()

it('makes a contact, and answers with the same one when it is saved again', async () => {
  const tenant = open()
  const first = await save(tenant, 'Rita', '+351 912 000 333', '+351 213 000 444')
  expect(first).toMatchObject({ status: 201, contact: { name: 'Rita', ourName: 'Rita' } })
  expect(numbersOf(first.contact)).toEqual(['+351213000444', '+351912000333'])
  const again = await save(tenant, 'Rita', '+351912000333')
  expect(again).toEqual({ status: 200, contact: first.contact })
  expect(await all(tenant)).toHaveLength(1)
})

it('leaves a name that a member gave, and names whoever has none of ours', async () => {
  const tenant = open()
  await tenant.receive({ From: 'whatsapp:+351912000333', ProfileName: 'ritinha' })
  await tenant.waitForInbound(1)
  expect(await save(tenant, 'Rita', '+351912000333')).toMatchObject({
    status: 200,
    contact: { name: 'Rita', profileName: 'ritinha' },
  })
  expect(await save(tenant, 'Rita of the card', '+351912000333')).toMatchObject({
    status: 200,
    contact: { name: 'Rita' },
  })
  expect((await tenant.conversations()).map(({ contact }) => contact.name)).toEqual(['Rita'])
})

it('finds somebody by any form of their number, and adds those that nobody has', async () => {
  const tenant = open()
  await tenant.receive({ From: 'whatsapp:+551187654321' })
  await tenant.waitForInbound(1)
  const { status, contact } = await save(tenant, 'João', '+55 11 98765-4321', '+55 11 3265-4321')
  expect(status).toBe(200)
  expect(numbersOf(contact)).toEqual(['+551132654321', '+551187654321'])
})

it('takes nothing from whoever has a number already', async () => {
  const tenant = open()
  await save(tenant, 'One', '+351912000001')
  await save(tenant, 'Two', '+351912000002')
  expect(await save(tenant, 'Both', '+351912000001', '+351912000002')).toMatchObject({
    status: 200,
    contact: { name: 'One' },
  })
  expect((await all(tenant)).map(({ name, phone }) => [name, phone]).toSorted()).toEqual([
    ['One', '+351912000001'],
    ['Two', '+351912000002'],
  ])
})

it('makes one of many that are saved at once, as the customer writes', async () => {
  const tenant = open()
  const phone = '+351912000333'
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, () => save(tenant, 'Rita', phone)),
    tenant.receive({ From: `whatsapp:${phone}` }),
  ])
  expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true)
  await tenant.waitForInbound(1)
  expect(await all(tenant)).toHaveLength(1)
})

it.each([
  [{ name: 'x', phones: [] }, 'invalid_request'],
  [{ name: 'x', phones: ['no number'] }, 'invalid_request'],
  [{ phones: ['+351912000333'] }, 'invalid_request'],
  [{ name: 'x', phones: Array.from({ length: 21 }, () => '+351912000333') }, 'invalid_request'],
])('refuses %j', async (input, code) => {
  const tenant = spare[0] as Tenant
  expect(await tenant.refusal('POST', '/contacts', input)).toMatchObject({ status: 400, code })
  expect(await all(tenant)).toEqual([])
})
