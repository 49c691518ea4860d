import type { Me, MemberList } from '@cloudpa/contracts/orgs'
import type { Doing } from '@cloudpa/contracts/presence'
import type { Desk } from '../../desk.js'
import { byId, openThread, painted, visible } from '../reach.js'
import type { Room, State } from '../state.js'

/** Tells a screen, as another tab of its browser would, that colleagues are at the conversation that is open on it. */
async function tellOf(desk: Desk, doing: Doing[]): Promise<void> {
  await desk.page.evaluate(async (states) => {
    const ask = async <T>(path: string) => (await (await fetch(path)).json()) as T
    const me = await ask<Me>('/api/v1/me')
    const { items } = await ask<MemberList>('/api/v1/members')
    const others = items.filter(({ id }) => id !== me.memberId)
    const members = states.map((state, at) => ({ memberId: others[at]?.id, state }))
    const conversations = [{ conversationId: location.pathname.split('/')[2], members }]
    const line = { isOpen: true, isSilent: false, isRefused: false, silenceMs: 100_000 }
    const presence = { type: 'presence', all: true, conversations }
    const channel = new BroadcastChannel(`cloudpa:live:${me.org.id}:${me.user?.id}`)
    const told = { after: null, id: null, entries: [], line, presence }
    // Again and again: the server says that nobody is there when its own line begins. A channel knows no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    setInterval(() => channel.postMessage({ told }), 100)
  }, doing)
  await visible(desk.page, byId('present-words'))
}

const shared = (name: string, shows: string, ...doing: Doing[]): State => ({
  name,
  shows,
  as: 'owner',
  reach: async (desk, town) => {
    await openThread(desk, town, 'María López')
    await tellOf(desk, doing)
    await painted(desk.page)
  },
})

/** Who else is at a conversation. */
export const presence: Room = {
  name: 'presence',
  states: [
    shared('looking', 'A colleague looks', 'looking'),
    shared('typing', 'A colleague types, another looks', 'looking', 'typing'),
    {
      ...shared('warned', 'Before two answer at once'),
      reach: async (desk, town) => {
        await openThread(desk, town, 'María López')
        await tellOf(desk, ['typing'])
        await desk.page.getByTestId('composer').fill('It leaves tomorrow')
        await desk.page.getByTestId('send-button').click()
        await visible(desk.page, byId('collision-band'))
      },
    },
  ],
}
