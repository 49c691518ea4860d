import type { ContactDetail, UpdateContact } from '@cloudpa/contracts/contacts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createQueryClient } from '../../client/query-client'
import { contactsKey } from './contact-keys'
import { keepContact, saveContact } from './use-contact'

const contact = {
  id: 'x1',
  name: 'Amina',
  ourName: null,
  profileName: 'Amina',
  about: 'old',
  fields: [],
  revision: 1,
} as unknown as ContactDetail

type Sent = UpdateContact | null
/** What the server does with a request, in order; nothing when there is no line. */
let answers: ((sent: Sent) => Response)[]
let sent: Sent[]
let client: ReturnType<typeof createQueryClient>

beforeEach(() => {
  sent = []
  answers = []
  client = createQueryClient()
  keepContact(client, contact)
  vi.stubGlobal('fetch', (_: string, { body }: RequestInit) => {
    const given = body ? (JSON.parse(String(body)) as UpdateContact) : null
    sent.push(given)
    const answer = answers.shift()
    return answer ? Promise.resolve(answer(given)) : Promise.reject(new TypeError('no line'))
  })
})
afterEach(() => vi.unstubAllGlobals())

const known = () => client.getQueryData<ContactDetail>([...contactsKey, 'one', 'x1'])
const taken = (given: Sent) => Response.json({ ...contact, ...given, revision: 2 })
const changedMeanwhile = () =>
  Response.json(
    { error: { code: 'conflict', message: 'No.', params: { reason: 'changed_meanwhile' } } },
    { status: 409 },
  )

describe('a change of a contact', () => {
  it('is shown at once, and kept as the server has it', async () => {
    answers = [taken]
    const saving = saveContact(client, 'x1', { about: 'new' })
    await vi.waitFor(() => expect(known()?.about).toBe('new'))
    expect((await saving).about).toBe('new')
    expect(known()?.revision).toBe(2)
  })

  it('that could not be kept is not taken for kept, though nobody can say what was', async () => {
    await expect(saveContact(client, 'x1', { about: 'new' })).rejects.toThrow()
    expect(known()?.about).toBe('old')
    await expect(saveContact(client, 'x1', { name: 'Mina' })).rejects.toThrow()
    expect(known()).toMatchObject({ name: 'Amina', ourName: null })
  })

  it('that could not be kept leaves another that was', async () => {
    let refuse = () => {}
    const first = new Promise<Response>((_, reject) => (refuse = () => reject(new TypeError('no line'))))
    vi.stubGlobal('fetch', (_: string, { body }: RequestInit) =>
      String(body).includes('about')
        ? first
        : Promise.resolve(Response.json({ ...contact, fields: [{ label: 'a', value: '1' }], revision: 2 })),
    )
    const failing = saveContact(client, 'x1', { about: 'new' })
    await vi.waitFor(() => expect(known()?.about).toBe('new'))
    await saveContact(client, 'x1', { fields: [{ label: 'a', value: '1' }] })
    refuse()
    await expect(failing).rejects.toThrow()
    expect(known()).toMatchObject({ about: 'old', fields: [{ label: 'a' }] })
  })

  it('is made anew of what somebody else wrote meanwhile', async () => {
    answers = [changedMeanwhile, () => Response.json({ ...contact, about: 'theirs', revision: 5 }), taken]
    await saveContact(client, 'x1', ({ about }) => ({ about: `${about} and mine` }))
    expect(sent).toEqual([
      { about: 'old and mine', revision: 1 },
      null,
      { about: 'theirs and mine', revision: 5 },
    ])
    expect(known()?.about).toBe('theirs and mine')
  })

  it('is given up where others are always faster', async () => {
    const theirs = () => Response.json({ ...contact, about: 'theirs', revision: 5 })
    answers = [changedMeanwhile, theirs, changedMeanwhile, theirs, changedMeanwhile]
    await expect(saveContact(client, 'x1', () => ({ about: 'mine' }))).rejects.toThrow('No.')
    expect(known()?.about).toBe('theirs')
    expect(sent).toHaveLength(5)
  })
})
