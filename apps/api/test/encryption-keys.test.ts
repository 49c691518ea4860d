import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { createSystem } from '@cloudpa/db'
import { createTestDatabase, startStack, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInstallation } from '../src/platform/installation.js'
import type { SecretKey } from '../src/platform/secret-box.js'
import { newOwner } from './browser.js'
import { Tenant } from './tenant.js'

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`

/** The operators' command, started anew as after a change of its environment. */
function runSeed(env: NodeJS.ProcessEnv, content: object) {
  const cwd = new URL('..', import.meta.url)
  const command = promisify(execFile)(process.execPath, ['bundle/cli.js', 'seed', '-'], { cwd, env })
  command.child.stdin?.end(`${JSON.stringify(content)}\n`)
  return command
}

const org = { slug: 'rotated', name: 'Rotated' }

describe('a rotation of ENCRYPTION_KEYS', () => {
  let stack: Stack
  const [old, fresh] = [newKey('old'), newKey('new')]
  beforeAll(async () => {
    stack = await startStack({ worker: false, simulator: true, env: { ENCRYPTION_KEYS: old } })
  })
  afterAll(() => stack.stop())

  const rotateTo = async (keys: string) => {
    stack.env.ENCRYPTION_KEYS = keys
    await stack.processes.api.restart()
  }

  it('signs nobody out and keeps seeded API keys, when the new key comes and when the old one goes', async () => {
    const ann = await newOwner(stack)
    const tenant = await Tenant.create(stack)
    const { stdout: printed } = await runSeed(stack.env, { orgs: [org] })
    for (const keys of [`${fresh},${old}`, fresh]) {
      const [seeded] = await Promise.all([
        runSeed({ ...stack.env, ENCRYPTION_KEYS: keys }, { orgs: [org] }),
        rotateTo(keys),
      ])
      expect(seeded.stdout).toBe(printed)
      expect((await ann.get('/api/v1/me')).status).toBe(200)
      expect((await tenant.fetch('GET', '/me')).status).toBe(200)
    }
    // The number's token is still sealed with the key that went.
    const path = `/chat-accounts/${tenant.chatAccountId}`
    const refusal = await tenant.refusal('POST', `${path}/validate`, {})
    expect(refusal).toMatchObject({ status: 503, message: expect.stringContaining('key “old”') })
    // Anybody may post a form, and is not told which key that is.
    const answer = await tenant.receive({})
    expect([answer.status, await answer.text()]).toEqual([503, expect.not.stringContaining('“old”')])
    await tenant.call('PATCH', path, { authToken: 'pasted-again' })
    await tenant.call('POST', `${path}/validate`, {})
  })
})

describe('a process whose keys do not open the database', () => {
  let stack: Stack
  const shared = newKey('k1')
  beforeAll(async () => {
    stack = await startStack({ worker: false, env: { ENCRYPTION_KEYS: shared } })
  })
  afterAll(() => stack.stop())

  const fingerprintOf = (key: string) =>
    createHmac('sha256', Buffer.from(key.slice(key.indexOf(':') + 1), 'base64'))
      .update('cloudpa fingerprint')
      .digest('hex')
      .slice(0, 8)
  const refusalOf = (key: string, id: string) =>
    `This database is sealed with the key "k1" (fingerprint ${fingerprintOf(shared)}), ` +
    `and ENCRYPTION_KEYS has "${id}" (fingerprint ${fingerprintOf(key)}). ` +
    'Give every process the same ENCRYPTION_KEYS, and keep an old key behind the new one: NEW,OLD.'

  it('refuses to start, be the key of another name or of the same, in one line', async () => {
    const [k1, k2] = [newKey('k1'), newKey('k2')]
    const ended = 'ended (exit code 1). The last it said:\n'
    const worker = stack.addWorker({ env: { ENCRYPTION_KEYS: k2 } })
    const seeding = runSeed({ ...stack.env, ENCRYPTION_KEYS: k1 }, { orgs: [org] })
    await Promise.all([
      expect(worker).rejects.toThrow(`worker ${ended}${refusalOf(k2, 'k2')}`),
      expect(seeding).rejects.toMatchObject({ code: 1, stderr: `${refusalOf(k1, 'k1')}\n` }),
    ])
    stack.env.ENCRYPTION_KEYS = k1
    await expect(stack.processes.api.restart()).rejects.toThrow(`api ${ended}${refusalOf(k1, 'k1')}`)
  })

  it('says which file its key is from, or that the file is missing or broken, and writes none', async () => {
    const away = { ENCRYPTION_KEYS: '', DATA_DIR: `${stack.env.DATA_DIR}/another` }
    const file = `${away.DATA_DIR}/encryption-key`
    await expect(stack.addWorker({ env: away })).rejects.toThrow(
      `This database is sealed with the key "k1" (fingerprint ${fingerprintOf(shared)}), and ${file} is missing. ` +
        'Restore it from the backup, or give this process the ENCRYPTION_KEYS of the others.',
    )
    expect(existsSync(away.DATA_DIR)).toBe(false)

    mkdirSync(away.DATA_DIR)
    writeFileSync(file, `${newKey('local')}\n`)
    await expect(stack.addWorker({ env: away })).rejects.toThrow(`and ${file} has "local"`)
    writeFileSync(file, '')
    await expect(stack.addWorker({ env: away })).rejects.toThrow(`${file} is empty or broken`)
  })
})

describe('many processes at once', () => {
  it('agree on one secret, at the first start and when each would seal it anew', async () => {
    const database = await createTestDatabase()
    const system = createSystem({ url: database.url, poolSize: 10 })
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, key: randomBytes(32) })) as [
      SecretKey,
      SecretKey,
      SecretKey,
    ]
    const secrets = new Set<string>()
    const openAll = async (...lists: SecretKey[][]) => {
      const opened = await Promise.all(
        Array.from({ length: 30 }, (_, index) => openInstallation(system, lists[index % lists.length] ?? [])),
      )
      for (const installation of opened) secrets.add(installation.deriveSecret('test'))
    }
    try {
      await openAll([a])
      await openAll([a, b, c], [b, c, a], [c, a, b])
      await openAll([c, b, a])
      await openAll([c])
      expect(secrets.size).toBe(1)
      await expect(openInstallation(system, [a, b])).rejects.toThrow('sealed with the key "c"')
    } finally {
      await system.$disconnect()
      await database.drop()
    }
  })
})
