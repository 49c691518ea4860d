import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FileToSend } from './carried'
import { keepFile } from './kept-files'
import { SampleStorage } from './sample-storage'
import { resend, sendMessage } from './send-message'
import { useUnsent } from './unsent'

const file: FileToSend = {
  id: 'f1',
  kind: 'image',
  name: 'a.png',
  type: 'image/png',
  bytes: 9,
  mediumId: 'm1',
}
const asked: string[] = []

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('localStorage', new SampleStorage())
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    const sent = JSON.parse(String(init.body)) as { body?: string; content?: { media: { id: string }[] } }
    asked.push(sent.content?.media[0]?.id ?? sent.body ?? '')
    const params = { reason: 'file_gone' }
    const error = { code: 'not_found', message: 'Gone.', params }
    const isGone = sent.content?.media[0]?.id === 'm1'
    return Promise.resolve(
      isGone ? Response.json({ error }, { status: 404 }) : Response.json({ conversationId: 'c1' }),
    )
  })
  useUnsent.setState({ owner: null, items: [], loose: [] })
})
afterEach(() => {
  useUnsent.setState({ owner: null, items: [], loose: [] })
  vi.unstubAllGlobals()
})

describe('a file that the server let go of, and this browser has no more', () => {
  it('is said to be lost, and holds up nothing behind it', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    sendMessage('c1', '', 0, { file })
    sendMessage('c1', 'words')
    const states = () => useUnsent.getState().items.map(({ state, reason }) => `${state} ${reason}`)
    await vi.waitFor(() => expect(states()).toEqual(['refused fileGone']))
    await vi.waitFor(() => expect(asked).toEqual(['m1', 'words']))
    const [item] = useUnsent.getState().items
    if (item) resend(item)
    await vi.waitFor(() => expect(states()).toEqual(['refused fileGone']))
    expect(asked).toEqual(['m1', 'words'])
  })
})

/** A line on which every file comes to the server, as its second. */
class Upload {
  status = 0
  responseText = ''
  upload = {}
  onload = () => {}
  onloadend = () => {}
  open() {}
  setRequestHeader() {}
  send() {
    Object.assign(this, { status: 201, responseText: '{"id":"m2"}' })
    asked.push('upload')
    this.onload()
    this.onloadend()
  }
}

describe('a file that the server let go of, and this browser has still', () => {
  it('is brought there and sent by itself', async () => {
    vi.stubGlobal('XMLHttpRequest', Upload)
    vi.spyOn(console, 'warn').mockReturnValue()
    await keepFile(null, 'f2', new Blob(['a picture']))
    sendMessage('c1', '', 0, { file: { ...file, id: 'f2' } })
    await vi.waitFor(() => expect(useUnsent.getState().items).toEqual([]))
    expect(asked).toEqual(['m1', 'upload', 'm2'])
  })
})
