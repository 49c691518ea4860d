import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import type { Note } from '@cloudpa/contracts/notes'
import type { Desk } from '../../desk.js'
import { intercept } from '../../intercept.js'
import { answer, asksForThread, byId, fail, openThread, painted, visible } from '../reach.js'
import type { Room } from '../state.js'
import type { Town } from '../town.js'

const members = {
  items: ['Ana Souza', 'Anders Holm', 'ليلى حداد'].map((name, at) => ({
    id: `member-${at}`,
    userId: `user-${at}`,
    name,
    email: `member${at}@studio-marisol.example`,
    role: 'member',
    createdAt: '2026-11-20T12:00:00.000Z',
  })),
  invitations: [],
}

/** Has the next thread that is opened hold notes among its messages. */
async function withNotes(desk: Desk): Promise<void> {
  await intercept(desk.page, asksForThread, async (request) => {
    const detail = (await (await request.fetch()).json()) as ConversationDetail
    const [one, other] = detail.messages.slice(-2)
    const noteAfter = (message: typeof one, name: string, body: string, named: string[]): Note => ({
      id: `00000000-0000-7000-8000-${String(message?.position ?? 0).slice(-12)}`,
      conversationId: detail.id,
      author: { kind: 'member', id: `member of ${name}`, name },
      body,
      mentions: named.map((given) => ({ memberId: `member of ${given}`, name: given })),
      clientId: body,
      position: (message?.position ?? 0) + 1,
      occurredAt: message?.occurredAt ?? '',
      editedAt: null,
      deletedAt: null,
      revision: 1,
    })
    const notes = [
      noteAfter(one, 'Ana Souza', 'She collects on Saturdays only, after 11.', []),
      noteAfter(
        other,
        'Tomás Vega',
        '@Ana Souza my kiln is full until 4 December. Could hers go into yours on the 27th?',
        ['Ana Souza'],
      ),
    ]
    await request.answer({ ...detail, notes })
  })
}

/** Opens a thread and goes over to notes, by whichever way the screen has. */
async function writeNote(desk: Desk, town: Town, name: string): Promise<void> {
  await openThread(desk, town, name)
  const tab = desk.page.getByTestId('write-note')
  if (await tab.isVisible()) await tab.click()
  else {
    await desk.page.getByTestId('add-button').click()
    await desk.page.getByTestId('add-menu-note').click()
  }
  await visible(desk.page, byId('note-field'))
}

/** What members tell each other about a customer. */
export const notes: Room = {
  name: 'notes',
  states: [
    {
      name: 'in-a-thread',
      shows: 'Notes among messages',
      as: 'owner',
      reach: async (desk, town) => {
        await withNotes(desk)
        await openThread(desk, town, 'María López')
        await visible(desk.page, byId('note'))
        await painted(desk.page)
      },
    },
    {
      name: 'writing',
      shows: 'A note, being written',
      as: 'owner',
      reach: async (desk, town) => {
        await writeNote(desk, town, 'María López')
        await desk.page.getByTestId('note-field').fill('She collects on Saturdays only, after 11.')
        await painted(desk.page)
      },
    },
    {
      name: 'naming-somebody',
      shows: 'A member, named in a note',
      as: 'owner',
      reach: async (desk, town) => {
        await answer(desk.page, /\/api\/v1\/members$/, members)
        await writeNote(desk, town, 'María López')
        await desk.page.getByTestId('note-field').pressSequentially('Ask @an')
        await visible(desk.page, byId('completions'))
        await painted(desk.page)
      },
    },
    {
      name: 'not-saved',
      shows: 'A note that was not saved',
      as: 'owner',
      reach: async (desk, town) => {
        await fail(desk.page, /\/notes$/)
        await writeNote(desk, town, 'María López')
        await desk.page.getByTestId('note-field').fill('She collects on Saturdays only, after 11.')
        await desk.page.getByTestId('add-note').click()
        await visible(desk.page, byId('retry-note'))
        await painted(desk.page)
      },
    },
    {
      name: 'window-closed',
      shows: 'A note to a customer who can’t be answered',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, 'Omar Haddad')
        await visible(desk.page, byId('window-closed'))
        await desk.page.getByTestId('write-note').click()
        await desk.page.getByTestId('note-field').fill('Call him on Monday')
        await painted(desk.page)
      },
    },
  ],
}
