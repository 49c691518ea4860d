import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { request, type ClientRequest } from 'node:http'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Tenant } from './tenant.js'
import { upload } from './upload-file.js'

/** How many files of one org are taken at once; as many of its others as this wait. */
const [atOnce, waiting] = [8, 20]

let stack: Stack
let tenant: Tenant
beforeAll(async () => {
  stack = await startStack({})
})
beforeEach(async () => {
  tenant = await Tenant.create(stack)
})
afterAll(() => stack.stop())

/** An upload of which no more comes than what has left. */
interface Begun {
  request: ClientRequest
  /** Where it comes from. */
  port: number
  /** What it was answered with, if it was. */
  status?: number
}

async function begin(bytes: number): Promise<Begun> {
  const headers = {
    authorization: `Bearer ${tenant.apiKey}`,
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': '1000000',
  }
  const begun = request(`${stack.apiUrl}/api/v1/media`, { method: 'POST', agent: false, headers })
  // Whoever hangs up hears no answer.
  begun.on('error', () => undefined)
  const one: Begun = { request: begun, port: 0 }
  begun.on('response', (response) => {
    one.status = response.statusCode ?? 0
    response.resume()
  })
  const disposition = 'Content-Disposition: form-data; name="file"; filename="a.mp4"'
  const head = `--b\r\n${disposition}\r\nContent-Type: video/mp4\r\n\r\n`
  await new Promise<void>((sent) => begun.write(head + 'A'.repeat(bytes), () => sent()))
  one.port = begun.socket?.localPort ?? 0
  return one
}

const beginMany = (count: number, bytes: number) =>
  Promise.all(Array.from({ length: count }, () => begin(bytes)))

const hangUp = (all: Begun[]) => all.forEach(({ request: one }) => one.destroy())

/** Whether the API holds a connection to any of these: one that is established, or that only the other side has closed. */
function isConnected(all: Begun[]): boolean {
  const api = Number(new URL(stack.apiUrl).port)
  const portOf = (address = '') => Number.parseInt(address.split(':')[1] ?? '', 16)
  return ['tcp', 'tcp6']
    .flatMap((kind) => readFileSync(`/proc/net/${kind}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .some(
      ([, local, remote, state = '']) =>
        portOf(local) === api &&
        ['01', '08'].includes(state) &&
        all.some(({ port }) => port === portOf(remote)),
    )
}

/** The files of uploads that the API has open now, those among them that have no name any more too. */
function openDrafts(): number {
  const folder = `/proc/${stack.processes.api.pid}/fd`
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(`${folder}/${name}`).includes('/.drafts/')
    } catch {
      // It was closed between two looks.
      return false
    }
  }).length
}

const drafts = () => readdirSync(`${stack.env.DATA_DIR}/media/.drafts`).length

const takesFiles = async () => {
  const file = { content: '%PDF-1.4\n%', contentType: 'application/pdf', name: 'a.pdf' }
  const taken = await Promise.all(Array.from({ length: atOnce }, () => upload(stack, tenant, file)))
  expect(new Set(taken.map(({ id }) => id)).size).toBe(atOnce)
}

it('leaves nothing of uploads that break off, on the disk or open', async () => {
  for (let round = 0; round < 3; round += 1) {
    const all = await beginMany(atOnce, 300_000)
    await waitFor(() => openDrafts() === atOnce, { what: 'files that are written' })
    hangUp(all)
    await waitFor(() => openDrafts() === 0, { what: 'files that are closed' })
    await waitFor(() => drafts() === 0, { what: 'files that are gone' })
  }
  await takesFiles()
})

it('takes files after many hung up while they waited for their turn', async () => {
  const first = await beginMany(atOnce, 1_000)
  await waitFor(() => openDrafts() === atOnce, { what: 'files that are written' })
  const others = await beginMany(waiting + 5, 1_000)
  const refused = () => others.filter(({ status }) => status === 503).length
  await waitFor(() => refused() === 5, { what: 'a line that is full' })
  hangUp(others)
  await waitFor(() => !isConnected(others), { what: 'an API that knows of it' })
  hangUp(first)
  await waitFor(() => openDrafts() === 0, { what: 'files that are closed' })
  await takesFiles()
})
