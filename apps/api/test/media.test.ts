import { filesOf } from '@cloudpa/contracts/files-of'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askDatabase, loseQueue } from './database.js'
import { voiceNote } from './make-files.js'
import { endOf, getFile, heardOf, messageOf, sendFile } from './sent-files.js'
import { SimulatedTwilio, type SentFile } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const maxBytes = 16 * 1024 * 1024

let stack: Stack
let twilio: SimulatedTwilio
let tenant: Tenant
beforeAll(async () => {
  stack = await startStack({
    simulator: true,
    env: {
      MEDIA_BACKOFF_MS: '50',
      MEDIA_ATTEMPTS: '3',
      MEDIA_TIMEOUT_MS: '4000',
      SWEEP_INTERVAL_MS: '200',
      SWEEP_AGE_MS: '200',
    },
  })
  twilio = new SimulatedTwilio(stack)
  tenant = (await twilio.connect(1))[0] as Tenant
})
afterAll(async () => {
  const { worker } = stack.processes
  const lost = worker.isRunning ? '' : worker.output() || 'lost'
  await stack.stop()
  // What it said last is why nothing came any more.
  expect(lost).toBe('')
})

const send = (file: SentFile, owner = tenant) => sendFile(twilio, owner, file)
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  getFile(stack, tenant, path, { method, headers })

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0a7' } })

const folderOf = ({ orgId }: Tenant) => join(String(stack.env.DATA_DIR), 'media', orgId)

/** The files that are kept for an org. */
function keptFor(owner: Tenant): string[] {
  try {
    return readdirSync(folderOf(owner))
  } catch {
    return []
  }
}

describe('a picture', () => {
  let jpeg: Buffer
  let medium: Medium
  beforeAll(async () => {
    jpeg = await picture(1200, 900).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  })

  it('comes after its message, on every screen, and nobody is told where it was', async () => {
    const screen = await tenant.openScreen()
    const sid = await twilio.sendFiles(tenant, {
      contentType: 'image/jpeg',
      content: jpeg,
      name: 'día.jpg',
      trickleMs: 50,
    })
    const told: Message[] = []
    const ready = await waitFor(() => {
      told.splice(0, told.length, ...messagesTold(screen.events, sid))
      return told.find(({ content }) => filesOf(content)[0]?.state === 'ready')
    })
    screen.close()
    expect(told.map(({ content }) => filesOf(content)[0]?.state)).toEqual(['waiting', 'ready'])
    expect(ready.revision).toBeGreaterThan(told[0]?.revision ?? Infinity)
    expect(filesOf(ready.content)).toHaveLength(1)
    medium = filesOf(ready.content)[0] as Medium
    expect(medium).toEqual({
      id: told[0] && filesOf(told[0].content)[0]?.id,
      kind: 'image',
      state: 'ready',
      reason: null,
      contentType: 'image/jpeg',
      bytes: jpeg.length,
      name: 'día.jpg',
      // As it is looked at, not as it is stored.
      width: 900,
      height: 1200,
      thumbnail: true,
      durationMs: null,
      peaks: null,
    })
    expect(JSON.stringify(told)).not.toMatch(/api\.twilio\.com|ME[0-9a-f]{32}/)
  })

  it('is served as what it is, whole and in parts', async () => {
    const whole = await get(medium.id)
    expect([whole.status, whole.body.equals(jpeg)]).toEqual([200, true])
    expect(whole.header('content-type')).toBe('image/jpeg')
    expect(whole.header('content-disposition')).toBe(
      `inline; filename="d_a.jpg"; filename*=UTF-8''d%C3%ADa.jpg`,
    )
    expect(whole.header('x-content-type-options')).toBe('nosniff')
    expect(whole.header('content-security-policy')).toMatch(/^sandbox;/)
    const etag = whole.header('etag') ?? ''
    const head = await get(medium.id, {}, 'HEAD')
    expect([head.status, head.header('content-length'), head.header('etag'), head.body.length]).toEqual([
      200,
      String(jpeg.length),
      etag,
      0,
    ])
    const part = await get(medium.id, { range: 'bytes=100-199' })
    expect([part.status, part.header('content-range'), part.body.equals(jpeg.subarray(100, 200))]).toEqual([
      206,
      `bytes 100-199/${jpeg.length}`,
      true,
    ])
    expect((await get(medium.id, { range: `bytes=${jpeg.length}-` })).status).toBe(416)
    expect((await get(medium.id, { range: 'bytes=0-9', 'if-range': '"older"' })).status).toBe(200)
    expect((await get(medium.id, { 'if-none-match': etag })).status).toBe(304)
    const thumbnail = await get(`${medium.id}/thumbnail`)
    const { width, height, format } = await sharp(thumbnail.body).metadata()
    expect([width, height, format]).toEqual([540, 720, 'webp'])
    expect(thumbnail.header('content-type')).toBe('image/webp')
  })

  it('is nobody else’s', async () => {
    const [other] = await twilio.connect(1)
    for (const path of [`/media/${medium.id}`, `/media/${medium.id}/thumbnail`]) {
      expect((await other?.refusal('GET', path))?.status).toBe(404)
      expect((await fetch(`${stack.apiUrl}/api/v1${path}`)).status).toBe(401)
    }
    expect((await other?.refusal('POST', `/media/${medium.id}/retry`))?.status).toBe(404)
    const [reader] = [await tenant.newApiKey('read')]
    const asked = { headers: { authorization: `Bearer ${reader}` } }
    expect((await fetch(`${stack.apiUrl}/api/v1/media/${medium.id}`, asked)).status).toBe(200)
  })
})

const html = '<!doctype html><script>fetch("/api/v1/org")</script>'
const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('whatever is sent', () => {
  it.each<[string, SentFile, Partial<Medium>]>([
    [
      'a page named .jpg',
      { contentType: 'image/jpeg', content: html, name: 'cat.jpg' },
      { contentType: 'text/plain' },
    ],
    [
      'a drawing with scripts',
      { contentType: 'image/svg+xml', content: svg },
      { contentType: 'application/xml' },
    ],
    ['a page', { contentType: 'text/html', content: html }, { contentType: 'text/plain' }],
    ['nothing known', { contentType: 'image/jpeg', bytes: 9_000, servedType: 'text/html' }, {}],
    ['a text file', { contentType: docx, content: 'PK not quite' }, { contentType: 'text/plain' }],
  ])('is not opened: %s', async (_, file, expected) => {
    const medium = await send(file)
    expect(medium).toMatchObject({ kind: 'document', state: 'ready', thumbnail: false, ...expected })
    const { header } = await get(medium.id)
    expect(header('content-disposition')).toMatch(/^attachment; filename=/)
    expect(header('content-security-policy')).toMatch(/^sandbox;/)
    expect(header('content-type')).not.toMatch(/html/)
    expect((await get(`${medium.id}/thumbnail`)).status).toBe(404)
  })

  it('is a picture of forty megapixels, and no picture that unpacks to more', async () => {
    const large = await picture(8_000, 5_000).jpeg().toBuffer()
    expect(await send({ contentType: 'image/jpeg', content: large })).toMatchObject({
      kind: 'image',
      width: 8_000,
      height: 5_000,
      thumbnail: true,
    })
    const bomb = await picture(9_000, 9_000).png().toBuffer()
    expect(await send({ contentType: 'image/png', content: bomb })).toMatchObject({
      kind: 'document',
      state: 'ready',
      contentType: 'image/png',
      thumbnail: false,
    })
  })

  it('is what its bytes say, whatever else does', async () => {
    const content = await picture(10, 10).png().toBuffer()
    const lies = { contentType: 'application/pdf', servedType: 'text/html' }
    expect(await send({ ...lies, content })).toMatchObject({ kind: 'image', contentType: 'image/png' })
  })

  it('holds sixteen megabytes and not a byte more', async () => {
    const most = await send({ contentType: 'video/mp4', bytes: maxBytes })
    expect(most).toMatchObject({ state: 'ready', bytes: maxBytes })
    const { body, status } = await get(most.id, { range: 'bytes=-10' })
    expect([status, body.length]).toEqual([206, 10])
    const more = await send({ contentType: 'video/mp4', bytes: maxBytes + 1 })
    expect(more).toMatchObject({ state: 'failed', reason: 'too_large', bytes: null })
    expect((await get(more.id)).status).toBe(404)
  })

  it('does not have to be there at once', async () => {
    const content = await picture(10, 10).png().toBuffer()
    const medium = await send({ contentType: 'image/png', content, misses: 2 })
    expect(medium).toMatchObject({ state: 'ready', width: 10 })
  })

  it('can be asked for again, once it could not be had', async () => {
    const medium = await send({ contentType: 'text/plain', content: 'at last', misses: 4 })
    expect(medium).toMatchObject({ state: 'failed', reason: 'not_found', kind: 'document' })
    expect((await tenant.fetch('POST', `/media/${medium.id}/retry`)).status).toBe(204)
    const there = await waitFor(async () => {
      const { status, body } = await get(medium.id)
      return status === 200 && String(body)
    })
    expect(there).toBe('at last')
    // Of one that is there nothing changes.
    expect((await tenant.fetch('POST', `/media/${medium.id}/retry`)).status).toBe(204)
    expect((await get(medium.id)).status).toBe(200)
  })

  it('is not waited for without end', async () => {
    const medium = await send({ contentType: 'video/mp4', bytes: 100_000, trickleMs: 200 })
    expect(medium).toMatchObject({ state: 'failed', reason: 'too_slow' })
  })
})

describe('an address inside', () => {
  let trap: Server
  let visits = 0
  beforeAll(async () => {
    trap = createServer((socket) => {
      visits += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(trap, 'listening')
  })
  afterAll(() => void trap.close())

  it('is not asked, named by the form or by a redirect', async () => {
    const private_ = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/secret`
    const redirected = await send({ contentType: 'image/png', bytes: 1, redirectTo: private_ })
    expect(redirected).toMatchObject({ state: 'failed', reason: 'refused' })
    const MessageSid = 'MMinside'
    await tenant.receive({ MessageSid, NumMedia: '1', MediaUrl0: private_, MediaContentType0: 'image/png' })
    const named = await endOf(tenant, MessageSid)
    expect(named).toMatchObject({ state: 'failed', reason: 'refused', kind: 'image' })
    expect(visits).toBe(0)
  })
})

it('was held in memory in part at most, the largest file and picture too', () => {
  const { pid } = stack.processes.worker
  const mostKb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  expect(Number(mostKb) / 1024).toBeLessThan(350)
})

it('takes no more than an org may keep', async () => {
  const [full] = (await twilio.connect(1)) as [Tenant]
  const statement = `INSERT INTO media_usage (org_id, files, bytes) VALUES ($1, 1, 1000000000000)`
  await askDatabase(stack, statement, [full.orgId])
  expect(await send({ contentType: 'text/plain', content: 'x' }, full)).toMatchObject({
    state: 'failed',
    reason: 'org_full',
  })
  expect(keptFor(full)).toEqual([])
})

it.each(['message', 'conversation', 'contact', 'org'])('goes with its %s', async (table) => {
  const [leaving] = (await twilio.connect(1)) as [Tenant]
  const content = await picture(10, 10).png().toBuffer()
  const medium = await send({ contentType: 'image/png', content }, leaving)
  const said = voiceNote(2)
  const note = await heardOf(
    leaving,
    await twilio.sendFiles(leaving, { contentType: 'audio/ogg', content: said }),
  )
  const { body: copy } = await getFile(stack, leaving, `${note.id}/m4a`)
  expect(keptFor(leaving).toSorted()).toEqual(
    [medium.id, `${medium.id}-thumbnail`, note.id, `${note.id}-m4a`].toSorted(),
  )
  const usage = () =>
    askDatabase<{ files: number; bytes: number }>(
      stack,
      'SELECT files, bytes::int FROM media_usage WHERE org_id = $1',
      [leaving.orgId],
    )
  expect(await usage()).toEqual([{ files: 2, bytes: content.length + said.length + copy.length }])
  const column = table === 'org' ? 'id' : 'org_id'
  await askDatabase(stack, `DELETE FROM ${table} WHERE ${column} = $1`, [leaving.orgId])
  expect((await usage()).filter(({ files }) => files > 0)).toEqual([])
  // It is sure by then that nobody is bringing it any more.
  await askDatabase(stack, `UPDATE media_leftover SET removed_at = now() - interval '1 hour'`, [])
  await waitFor(() => keptFor(leaving).length === 0)
})

it('is kept once, though its worker was killed while it brought it', async () => {
  const [owner] = (await twilio.connect(1)) as [Tenant]
  const sid = await twilio.sendFiles(owner, { contentType: 'text/plain', bytes: 20_000, trickleMs: 40 })
  await waitFor(async () => {
    const statement = 'SELECT FROM media WHERE org_id = $1 AND attempts = 1'
    return (await askDatabase(stack, statement, [owner.orgId])).length > 0
  })
  await stack.processes.worker.kill()
  await stack.processes.worker.start()
  const medium = await endOf(owner, sid)
  expect(keptFor(owner)).toEqual([medium.id])
  const [row] = await askDatabase<{ files: number; bytes: number }>(
    stack,
    'SELECT files, bytes::int FROM media_usage WHERE org_id = $1',
    [owner.orgId],
  )
  expect(row).toEqual({ files: 1, bytes: 20_000 })
})

describe('no attempt is made for ever', () => {
  const retry = (owner: Tenant, { id }: Medium) => owner.fetch('POST', `/media/${id}/retry`)
  const isReady = (owner: Tenant, sid: string) =>
    waitFor(async () => filesOf((await messageOf(owner, sid)).content)[0]?.state === 'ready', {
      timeoutMs: 60_000,
    })

  it('of a file whose worker died in each: it is given up, and can be asked for again', async () => {
    const [owner] = (await twilio.connect(1)) as [Tenant]
    const sid = await twilio.sendFiles(owner, { contentType: 'text/plain', bytes: 20_000, trickleMs: 40 })
    const isTaken = 'SELECT FROM media WHERE org_id = $1 AND attempts = 1'
    await waitFor(async () => (await askDatabase(stack, isTaken, [owner.orgId])).length > 0)
    await stack.processes.worker.kill()
    // As the last of its attempts left it, with its claim over.
    const usedUp = 'UPDATE media SET attempts = 6, next_attempt_at = now() WHERE org_id = $1'
    await askDatabase(stack, usedUp, [owner.orgId])
    await stack.processes.worker.start()
    const medium = await endOf(owner, sid)
    expect(medium).toMatchObject({ state: 'failed', reason: 'unreachable' })
    expect(keptFor(owner)).toEqual([])
    await retry(owner, medium)
    await isReady(owner, sid)
  })

  it('where files couldn’t be kept for a day: it is tried as often as any, and can be asked for again', async () => {
    const [owner] = (await twilio.connect(1)) as [Tenant]
    mkdirSync(join(folderOf(owner), '..'), { recursive: true })
    writeFileSync(folderOf(owner), 'no folder')
    const sid = await twilio.sendFiles(owner, { contentType: 'text/plain', content: 'kept at last' })
    await waitFor(async () => (await ageByADay(owner)).length === 1)
    const medium = await endOf(owner, sid)
    expect(medium).toMatchObject({ state: 'failed', reason: 'unreachable' })
    const row = 'SELECT attempts FROM media WHERE org_id = $1'
    expect(await askDatabase(stack, row, [owner.orgId])).toEqual([{ attempts: 3 }])
    rmSync(folderOf(owner))
    await retry(owner, medium)
    await isReady(owner, sid)
  })
})

const ageByADay = (owner: Tenant) =>
  askDatabase(
    stack,
    `UPDATE media SET created_at = now() - interval '25 hours' WHERE org_id = $1 RETURNING id`,
    [owner.orgId],
  )

it('waits out a store that is away for longer than any attempts, and nobody has to ask for it', async () => {
  const [owner] = (await twilio.connect(1)) as [Tenant]
  mkdirSync(join(folderOf(owner), '..'), { recursive: true })
  writeFileSync(folderOf(owner), 'no folder')
  const sid = await twilio.sendFiles(owner, { contentType: 'text/plain', content: 'kept at last' })
  const claims = async () => {
    const [row] = await askDatabase<{ claim: number }>(stack, 'SELECT claim FROM media WHERE org_id = $1', [
      owner.orgId,
    ])
    return row?.claim ?? 0
  }
  // More than the three attempts that a file has elsewhere.
  await waitFor(async () => (await claims()) > 4, { timeoutMs: 60_000, what: 'a fifth try' })
  rmSync(folderOf(owner))
  expect(await endOf(owner, sid)).toMatchObject({ state: 'ready' })
})

it('is had without the queue', async () => {
  const [owner] = (await twilio.connect(1)) as [Tenant]
  const sid = await twilio.sendFiles(owner, { contentType: 'text/plain', content: 'late', misses: 1 })
  await messageOf(owner, sid)
  await loseQueue(stack)
  await waitFor(async () => filesOf((await messageOf(owner, sid)).content)[0]?.state === 'ready')
})

it('keeps no text waiting', async () => {
  const [owner] = (await twilio.connect(1)) as [Tenant]
  const slow: SentFile = { contentType: 'video/mp4', bytes: 100_000, trickleMs: 200 }
  // More than there are slots.
  const sids = await Promise.all(Array.from({ length: 6 }, () => twilio.sendFiles(owner, slow)))
  await owner.receive({ MessageSid: 'SMtext' })
  await owner.waitForSid('SMtext')
  const files = (await owner.inbound()).filter(({ sid }) => sid !== null && sids.includes(sid))
  expect(files.map(({ content }) => filesOf(content)[0]?.state)).toEqual(sids.map(() => 'waiting'))
})

function messagesTold(events: LiveEvent[], sid: string): Message[] {
  return events.flatMap((event) =>
    event.type === 'message' && event.message.sid === sid ? [event.message] : [],
  )
}
