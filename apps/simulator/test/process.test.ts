import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { accountSid, authToken, client, number } from './bench.js'
import { startProduct } from './product.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = mkdtempSync(`${tmpdir()}/simulator-`)
const running = new Set<ChildProcess>()
let product: Awaited<ReturnType<typeof startProduct>>

beforeAll(async () => {
  for (const config of ['tsconfig.build.json', 'phone/tsconfig.json']) {
    execFileSync(`${root}node_modules/.bin/tsc`, ['-p', config], { cwd: root })
  }
  product = await startProduct()
}, 60_000)
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})
afterAll(async () => {
  await product.close()
  rmSync(folder, { recursive: true })
})

/** The process as operators start it; `said` is everything it wrote. */
async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['bundle/main.js'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', SIMULATOR_PORT: '0', ...env },
  })
  running.add(child)
  let said = ''
  const exited = once(child, 'exit')
  const ready = new Promise<string>((resolve) => {
    const hear = (part: Buffer): void => {
      said += part.toString()
      const address = /the phone is at (\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  const url = await Promise.race([ready, exited.then(() => '')])
  return {
    url,
    ...client(() => url),
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM')
      const [code] = (await exited) as [number]
      return code
    },
    exited,
  }
}

it('keeps its world over a restart, and goes on with what was under way', async () => {
  const env = { SIMULATOR_STATE: `${folder}/deep/state.json` }
  const first = await start(env)
  await first.control('PUT', `/accounts/${accountSid}`, {
    authToken,
    numbers: [{ number, webhookUrl: `${product.url}/hook` }],
  })
  await first.control('PUT', '/receipts', {
    mode: 'auto',
    sentAfterMs: 3_600_000,
    deliveredAfterMs: 3_600_000,
  })
  await first.control('POST', '/clock', { advanceMs: 3_600_000 })
  await first.control('PATCH', '/customers/tom', { readReceipts: false })
  const { sid } = await first.write({ from: 'maria', body: 'Hi' })
  await first.reply({ Body: 'under way', StatusCallback: `${product.url}/status` })
  const paused = await first.templateSid('order_update')
  await first.control('PUT', `/templates/${paused}`, { status: 'paused' })
  expect(await first.stop()).toBe(0)
  expect(statSync(env.SIMULATOR_STATE).mode & 0o077).toBe(0)

  const second = await start(env)
  expect((await second.control('GET', '/messages')).body).toMatchObject([{ sid }, { body: 'under way' }])
  expect((await second.control('GET', '/customers')).body).toContainEqual(
    expect.objectContaining({ id: 'tom', readReceipts: false }),
  )
  expect((await second.control('GET', '/clock')).body).toMatchObject({ offsetMs: 3_600_000 })
  expect((await second.control('GET', '/templates')).body).toContainEqual(
    expect.objectContaining({ sid: paused, status: 'paused' }),
  )
  await second.control('POST', '/clock', { advanceMs: 3_700_000 })
  const [sent] = await product.until(1, ({ path }) => path === '/status')
  expect(sent?.fields['MessageStatus']).toBe('sent')
})

it('goes on from the file of an older simulator', async () => {
  const path = `${folder}/older.json`
  const message = { sid: 'SM1', accountSid, direction: 'inbound', from: 'whatsapp:+12025550141', to: number }
  const times = { createdAtMs: 1, updatedAtMs: 1, sentAtMs: 1 }
  const store = {
    version: 1,
    accounts: [{ sid: accountSid, authToken, numbers: [{ number, webhookUrl: `${product.url}/hook` }] }],
    customers: [],
    messages: [{ ...message, ...times, body: 'From before', form: null, url: null, deliveries: [] }],
    windows: [],
  }
  writeFileSync(path, JSON.stringify({ store, clockOffsetMs: 0, receipts: { mode: 'auto' } }))
  const simulator = await start({ SIMULATOR_STATE: path })
  expect((await simulator.control('GET', '/messages')).body).toMatchObject([
    { sid: 'SM1', content: { kind: 'text', body: 'From before' }, posted: null },
  ])
  const { deliveries } = await simulator.write({ from: 'maria', body: 'And now' })
  expect(deliveries).toMatchObject([{ status: 200 }])
})

it('survives being killed: what happened a moment ago is in the file', async () => {
  const env = { SIMULATOR_STATE: `${folder}/killed.json` }
  const first = await start(env)
  await first.control('POST', '/customers', { name: 'Kept', phone: '+15005550777' })
  await expect.poll(() => readIfThere(env.SIMULATOR_STATE)).toContain('+15005550777')
  for (const child of running) child.kill('SIGKILL')
  await first.exited
  const second = await start(env)
  expect((await second.control('GET', '/customers')).body).toContainEqual(
    expect.objectContaining({ name: 'Kept' }),
  )
})

it('puts a broken state aside and says so', async () => {
  const path = `${folder}/broken.json`
  writeFileSync(path, '{"half":')
  const simulator = await start({ SIMULATOR_STATE: path })
  expect(simulator.said()).toContain('could not be read')
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{"half":')
})

it('names a taken port and the variable that moves it, and every wrong variable', async () => {
  const first = await start({})
  const port = new URL(first.url).port
  const second = await start({ SIMULATOR_PORT: port })
  expect(second.said()).toContain(`Port ${port} is taken. Set SIMULATOR_PORT`)
  const third = await start({ SIMULATOR_PORT: 'x', SIMULATOR_AUTO_RECEIPTS: 'y' })
  expect(third.said()).toMatch(/SIMULATOR_PORT[\s\S]*SIMULATOR_AUTO_RECEIPTS/)
})

it('prints a link with a token where other machines can reach it, and only there', async () => {
  const open = await start({ HOST: '0.0.0.0', SIMULATOR_TOKEN: 'one-that-was-chosen' })
  expect((await open.control('GET', '/accounts')).status).toBe(200)
  const links = () => [...open.said().matchAll(/From another machine: (\S+)/g)].map(([, link]) => link ?? '')
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
  await expect.poll(() => links().length).toBe(addresses.length)
  for (const link of links()) {
    expect(new URL(link).searchParams.get('token')).toBe('one-that-was-chosen')
    expect((await fetch(new URL('/_sim/accounts', link))).status).toBe(403)
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(303)
  }
  expect((await start({})).said()).not.toContain('token')
})

it('stops while a request hangs and a page listens', async () => {
  const simulator = await start({})
  await simulator.control('PUT', `/accounts/${accountSid}`, { authToken, numbers: [] })
  await simulator.control('POST', '/faults', { kind: 'hang' })
  const hanging = simulator.reply().catch(() => 'cut')
  const events = await fetch(`${simulator.url}/_sim/events`)
  await expect.poll(async () => (await simulator.control<unknown[]>('GET', '/faults')).body).toEqual([])
  expect(await simulator.stop()).toBe(0)
  expect(await hanging).toBe('cut')
  await events.body?.cancel().catch(() => undefined)
})

it.each([
  ['the phone', '/', '/phone/phone.css'],
  ['the inspector', '/inspector', '/phone/inspector.css'],
])('serves %s with a strict policy and nothing inline', async (_, path, own) => {
  const { url } = await start({})
  const page = await fetch(`${url}${path}`)
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'")
  expect(policy).not.toContain('unsafe')
  // Of the machine the microphone alone, for the page itself.
  const permissions = 'camera=(), geolocation=(), microphone=(self), payment=()'
  expect(page.headers.get('permissions-policy')).toBe(permissions)
  const html = await page.text()
  expect(html).not.toMatch(/<script>|style="|https?:\/\//)
  const assets = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
  expect(assets).toContain(own)
  const sheets = assets.filter((path) => path?.endsWith('.css'))
  const styles = await Promise.all(sheets.map(async (path) => (await fetch(`${url}${path}`)).text()))
  const fonts = styles.flatMap((css) => [...css.matchAll(/url\(([^)]+)\)/g)].map(([, path]) => path))
  expect(fonts.length).toBeGreaterThan(5)
  for (const asset of [...assets, ...fonts, '/health'])
    expect((await fetch(`${url}${asset}`)).status, asset).toBe(200)
  expect((await fetch(`${url}/phone/..%2fmain.js`)).status).toBe(404)
})

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
