import type { Stack } from '@cloudpa/testing/kit'
import type { Chance } from './chance.js'
import { reminder } from './draw-reply.js'
import type { Scale } from './options.js'

/** One org with its one number. */
export interface Org {
  index: number
  apiKey: string
  accountSid: string
  authToken: string
  /** With its channel: whatsapp:+1… */
  number: string
  /** Of what `reminder` names. */
  templateId: string
}

/** A person who writes to one org. The same phone may write to others too. */
export interface Customer {
  org: Org
  phone: string
  name: string
}

export interface Town {
  orgs: Org[]
  customers: Customer[]
}

/** Makes the orgs, in the product and at the simulated Twilio, and thinks the customers up. */
export async function foundTown(stack: Stack, scale: Scale, chance: Chance): Promise<Town> {
  const accounts = Array.from({ length: scale.orgs }, (_, index) => ({
    index,
    accountSid: chance.sid('AC'),
    authToken: chance.sid(''),
    number: `whatsapp:+1646555${String(index).padStart(4, '0')}`,
  }))
  const seeded = await stack.seed<{ orgs: { apiKey: string }[] }>({
    orgs: accounts.map(({ index, accountSid, authToken, number }) => ({
      slug: `chaos-${index}`,
      name: `Chaos ${index}`,
      chatAccounts: [{ externalPhoneId: number, accountSid, authToken }],
    })),
  })
  const orgs: Org[] = []
  for (const account of accounts) {
    const org = { ...account, apiKey: seeded.orgs[account.index]?.apiKey ?? '' }
    await registerAtTwilio(stack, org)
    orgs.push({ ...org, templateId: await findTemplate(stack, org) })
  }
  // Fewer phones than customers: some people write to several orgs, and must not be mixed up.
  const phones = Array.from(
    { length: Math.ceil(scale.customersPerOrg * 1.5) },
    (_, index) => `+1415555${String(index).padStart(4, '0')}`,
  )
  const customers = orgs.flatMap((org) =>
    chance
      .shuffle(phones)
      .slice(0, scale.customersPerOrg)
      .map((phone) => ({ org, phone, name: `Person ${phone.slice(-4)}` })),
  )
  return { orgs, customers }
}

type Founded = Omit<Org, 'templateId'>

async function registerAtTwilio({ simulatorUrl, apiUrl }: Stack, org: Founded): Promise<void> {
  const { accountSid, authToken, number } = org
  const webhookUrl = `${apiUrl}/api/v1/messaging/webhook/whatsapp`
  const response = await fetch(`${simulatorUrl}/_sim/accounts/${accountSid}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authToken, numbers: [{ number, webhookUrl }] }),
  })
  if (!response.ok) throw new Error(`the simulator refused an account: ${await response.text()}`)
}

async function findTemplate({ apiUrl }: Stack, { apiKey }: Founded): Promise<string> {
  const response = await fetch(`${apiUrl}/api/v1/templates/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { items = [] } = (await response.json()) as { items?: { id: string; name: string }[] }
  const found = items.find(({ name }) => name === reminder)
  if (!found) throw new Error(`no template came from Twilio: ${response.status}`)
  return found.id
}
