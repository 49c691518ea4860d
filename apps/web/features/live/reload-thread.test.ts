import type { Message } from '@cloudpa/contracts/messages'
import { describe, expect, it, vi } from 'vitest'
import { applyLiveEvents, applyMessage } from './apply-live-events'
import type { InboxEvent } from './live-connection'
import { loadNewer, loadOlder, reloadThread } from './load-thread'
import { conversation } from './sample-conversation'
import {
  answerThreadsByHand,
  arrives,
  asked,
  client,
  enter,
  lastAsked,
  newId,
  opened,
  page,
  positions,
  range,
  say,
  settled,
} from './sample-thread'
import { threads } from './thread-store'

answerThreadsByHand()

describe('a thread when too much was missed', () => {
  it('keeps all that its reader has in front of them, and goes on at its end', async () => {
    const id = newId()
    await opened(id, 101, 150)
    loadOlder(client, id)
    lastAsked().answer(page(id, 51, 100, true, true))
    await settled(id)
    const before = positions(id)
    const reloaded = reloadThread(client, id)
    expect(lastAsked().path).toContain(`around=${id}-150`)
    lastAsked().answer(page(id, 141, 190, true, true))
    await vi.waitFor(() => expect(lastAsked().path).toContain('cursor=before-141'))
    expect(positions(id).slice(0, before.length)).toEqual(before)
    lastAsked().answer({ ...page(id, 41, 140, true, true), items: range(id, 41, 140).map(nowRead) })
    await reloaded
    expect(positions(id)).toEqual([...before, ...range(id, 151, 190).map(({ position }) => position)])
    expect(threads.items.get(`${id}-60`)).toMatchObject({ status: 'read' })
    expect(threads.read(id).hasNewer).toBe(true)
  })
})

describe('a thread that was left', () => {
  it.each(['is on its way', 'failed'])('is opened anew where its reload %s', async (how) => {
    const id = newId()
    const leave = await opened(id, 101, 150)
    void reloadThread(client, id)
    if (how === 'failed') {
      lastAsked().fail()
      await vi.waitFor(() => expect(threads.get(id).failed.whole?.load).toBe('reload'))
    }
    leave()
    expect(threads.read(id).items).toEqual([])
    enter(id)()
    expect(lastAsked().path).toContain('around=unread')
  })

  it('is opened anew where too much was missed since', async () => {
    const id = newId()
    const leave = await opened(id, 101, 150)
    leave()
    applyLiveEvents(client, [{ type: 'resync' }])
    enter(id)
    expect(positions(id)).toEqual([])
    expect(lastAsked().path).toContain(`${id}?around=unread`)
  })

  it('is kept while it is one of the last sixty', async () => {
    const ids = Array.from({ length: 61 }, newId)
    for (const id of ids) (await opened(id, 1, 2))()
    const kept = ids.filter((id) => threads.items.get(`${id}-2`) !== undefined)
    expect(kept).toEqual(ids.slice(1))
  })

  it('does not say for ever that its opening failed', async () => {
    const id = newId()
    const leave = enter(id)
    const listening = threads.subscribe(id, () => undefined)
    lastAsked().fail()
    await vi.waitFor(() => expect(threads.get(id).failed.whole?.load).toBe('open'))
    leave()
    expect(threads.get(id).failed).toEqual({})
    listening()
  })
})

describe('a thread that was told to load again', () => {
  const resync = () => applyLiveEvents(client, [{ type: 'resync' }])
  const to171 = range('', 101, 171).map(({ position }) => position)
  const told = (id: string, position: number): InboxEvent => ({
    type: 'message',
    message: say(id, position),
    conversation: conversation(id, position, { revision: position }),
  })
  const shown = async () => {
    const id = newId()
    await opened(id, 101, 150)
    return id
  }
  /** Answers the reload around the last message that is known to lie behind no gap. */
  async function reloaded(id: string, ...answer: [to: number, newer: boolean]) {
    const reload = asked.findLast(({ path }) => path.includes(`around=${id}-150`))
    reload?.answer(page(id, 101, answer[0], false, answer[1]))
    await settled(id)
  }
  it('has what was missed and what arrives meanwhile', async () => {
    const id = await shown()
    resync()
    arrives(id, 171)
    expect(positions(id)).not.toContain(171)
    await reloaded(id, 170, false)
    expect(positions(id)).toEqual(to171)
  })

  it('has what was missed and what came with the word', async () => {
    const id = await shown()
    applyLiveEvents(client, [{ type: 'resync' }, told(id, 171)])
    await reloaded(id, 171, false)
    expect(positions(id)).toEqual(to171)
  })

  it('has what was missed before an answer that was sent while the line was down', async () => {
    const id = await shown()
    applyMessage(say(id, 171, { direction: 'outbound' }))
    expect(positions(id).at(-1)).toBe(171)
    resync()
    await reloaded(id, 170, false)
    expect(positions(id)).toEqual(to171)
  })

  it.each(['arrives meanwhile', 'was sent while the line was down'])(
    'leaves nothing behind the gap where more was missed than a page and something %s',
    async (how) => {
      const id = await shown()
      if (how.startsWith('was')) applyMessage(say(id, 251, { direction: 'outbound' }))
      resync()
      if (how.startsWith('arrives')) arrives(id, 251)
      await reloaded(id, 175, true)
      expect(positions(id)).toEqual(range('', 101, 175).map(({ position }) => position))
      loadNewer(client, id)
      expect(lastAsked().path).toContain('cursor=after-175')
    },
  )

  it('takes a message for known where the thread has it, and not where it was seen in an answer', async () => {
    const id = await shown()
    applyMessage(say(id, 171, { direction: 'outbound' }))
    threads.items.set([say(id, 160)])
    arrives(id, 160)
    expect(positions(id)).toContain(160)
  })
})

const nowRead = (item: Message): Message => ({ ...item, status: 'read', revision: 5 })
