import { readFileSync } from 'node:fs'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { openLine } from './line.js'
import { postForm, sign } from './post-form.js'
import { Tenant } from './tenant.js'

// What strangers may do to the API before anybody knows them: little, and nothing that others notice.

const forged = { signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }
const paths = ['/api/v1/messaging/webhook/whatsapp', '/api/v1/messaging/webhook/whatsapp/status']

async function describeAnswer(answer: Response) {
  const { error } = (await answer.json()) as { error?: { code: string; message: string; requestId: string } }
  return { status: answer.status, code: error?.code, hasId: Boolean(error?.requestId) }
}

describe('a stranger', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack({ worker: false })
  })
  afterAll(() => stack.stop())

  const postJson = (path: string, body: string) =>
    fetch(stack.apiUrl + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

  it.each(paths)('is not served 20,000 fields at %s, and costs others nothing', async (path) => {
    const spend = async (form: string) => {
      const startedAt = performance.now()
      for (let round = 0; round < 20; round += 1) await postForm(stack.apiUrl + path, form, forged)
      return performance.now() - startedAt
    }
    const answer = await postForm(stack.apiUrl + path, 'a&'.repeat(20_000), forged)
    expect(await describeAnswer(answer)).toEqual({ status: 400, code: 'invalid_request', hasId: true })
    const ordinary = await spend(`Body=${'a'.repeat(40_000)}`)
    expect(await spend('a&'.repeat(20_000))).toBeLessThan(ordinary * 10)
  })

  it.each(paths)('is served up to 1,000 fields and 256 kB at %s', async (path) => {
    const post = async (form: string) => describeAnswer(await postForm(stack.apiUrl + path, form, forged))
    const refused = (status: number, code: string) => ({ status, code, hasId: true })
    const padded = (bytes: number) => 'AccountSid=AC1&Body='.padEnd(bytes, 'x')
    expect(await post('a=&'.repeat(999) + 'a=')).toEqual(refused(400, 'invalid_signature'))
    expect(await post('a=&'.repeat(1_000) + 'a=')).toEqual(refused(400, 'invalid_request'))
    expect(await post(padded(256 * 1024))).toEqual(refused(400, 'invalid_signature'))
    expect(await post(padded(256 * 1024 + 1))).toEqual(refused(413, 'payload_too_large'))
  })

  it.each(['/api/auth/sign-in/email', '/api/auth/sign-up/email', '/api/v1/messaging/send', '/nowhere'])(
    'is told that JSON nested 5,000 deep is too deep at %s',
    async (path) => {
      const deep = `{"email":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
      const answer = await postJson(path, deep)
      if (path === '/nowhere') expect(answer.status).toBe(404)
      else expect(await describeAnswer(answer)).toEqual({ status: 400, code: 'invalid_request', hasId: true })
    },
  )

  it('makes no error of ours, whatever they write', async () => {
    const long = 'x'.repeat(200_000)
    const people = [
      { email: `${'a'.repeat(60_000)}@example.com`, password: 'a password', name: 'A' },
      { email: `a@${'b'.repeat(60_000)}.com`, password: 'a password', name: 'A' },
      { email: 'nul\0@example.com', password: 'a password', name: 'A' },
      { email: 'nul-in-name@example.com', password: 'a password', name: 'A\0B' },
      { email: 'long-name@example.com', password: 'a password', name: long },
      { email: 'surrogate@example.com', password: 'a password', name: '\ud800' },
      { email: 'invited@example.com', password: 'a password', name: 'A', invitationId: `\0${long}` },
      { email: 'image@example.com', password: 'a password', name: 'A', image: `\0${long}` },
      { email: 'a@example.com', password: long },
      { email: ['a@example.com'], password: { a: 1 } },
      { email: 'a@example.com', password: 'x', callbackURL: `http://\0${long}` },
      { token: `\0${long}`, newPassword: 'a password' },
      { token: 'x', newPassword: long },
      { email: 'nobody@example.com', redirectTo: `javascript:${long}` },
      [],
      null,
    ]
    const routes = ['sign-up/email', 'sign-in/email', 'request-password-reset', 'reset-password', 'sign-out']
    for (const body of people) {
      for (const route of routes) {
        const answer = await postJson(`/api/auth/${route}`, JSON.stringify(body))
        expect(answer.status, `${route} ${JSON.stringify(body).slice(0, 60)}`).toBeLessThan(500)
      }
    }
    for (const path of paths) {
      for (const form of [
        'AccountSid=%00',
        `AccountSid=AC1&To=%00&MessageSid=%00`,
        'MessageSid=%ED%A0%80',
        '&&&=',
      ]) {
        for (const query of [
          '',
          '?org=%00&message=%00',
          '?org=a&org=b&message=c',
          `?${'a&'.repeat(6_000)}`,
        ]) {
          expect((await postForm(stack.apiUrl + path + query, form, forged)).status, form + query).toBe(400)
        }
      }
    }
    for (const path of [
      '/%',
      '/api/v1/invitations/%00',
      '/api/v1/invitations/x',
      `/api/v1/${'x'.repeat(9_000)}`,
    ]) {
      expect((await fetch(stack.apiUrl + path)).status, path.slice(0, 60)).toBeLessThan(500)
    }
    expect(stack.processes.api.output()).not.toMatch(/"level":"(error|fatal)"/)
  })

  it.each([
    ['a malformed request', 'GET / HTTP/1.1\r\nBad Header\r\n\r\n', 400, 'invalid_request'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      431,
      'invalid_request',
    ],
    ['an address that can’t be read', 'GET /% HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'invalid_request'],
    [
      'a route’s part without end',
      `GET /api/v1/invitations/${'x'.repeat(500)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      414,
      'invalid_request',
    ],
  ])('is answered in the API’s shape for %s', async (_, text, status, code) => {
    const socket = await openLine(stack.apiUrl)
    socket.write(text)
    const answer = await waitFor(() => /^HTTP\/1\.1 (\d+)[^]*?\r\n\r\n(\{.*\})/.exec(socket.heard()))
    expect(Number(answer[1])).toBe(status)
    expect(JSON.parse(answer[2] as string)).toMatchObject({
      error: { code, requestId: expect.any(String) as string },
    })
    socket.end()
  })

  it('who writes garbage behind a signed form is answered for the form', async () => {
    const tenant = await Tenant.create(stack)
    const To = encodeURIComponent(tenant.account.externalPhoneId)
    const form = `MessageSid=SMgarbage&AccountSid=${tenant.account.accountSid}&From=%2B15005550006&To=${To}`
    const signature = sign(tenant.account.authToken, tenant.webhookUrl, form)
    const line = await openLine(stack.apiUrl)
    const head = `POST ${paths[0]} HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: ${signature}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n`
    line.write(`${head}${form}garbage\r\n\r\n`)
    await waitFor(() => line.destroyed)
    expect(line.heard().match(/^HTTP.*$/gm)).toEqual(['HTTP/1.1 200 OK'])
  })

  it('does not fill the log with forged forms', async () => {
    const post = (index: number) =>
      postForm(stack.apiUrl + (paths[0] as string), `AccountSid=AC${index}&To=%2B1555000`, forged)
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => post(round * 50 + index)))
    }
    const lines = stack.processes.api.output().split('\n')
    expect(lines.filter((line) => line.includes('refused')).length).toBeLessThan(20)
  })

  it('does not fill the log with signed forms that hold no message', async () => {
    const tenant = await Tenant.create(stack)
    const post = async () => (await tenant.receive({ MessageSid: '' })).status
    expect(new Set(await Promise.all(Array.from({ length: 20 }, post)))).toEqual(new Set([200]))
    const lines = stack.processes.api.output().split('\n')
    const told = lines.filter((line) => line.includes('a signed form holds no message'))
    expect([1, 2]).toContain(told.length)
  })

  it('costs a shared look-up with forged forms, not one each', async () => {
    const client = new pg.Client({ connectionString: stack.databaseUrl })
    await client.connect()
    const transactions = async () => {
      await client.query('SELECT pg_stat_clear_snapshot()')
      const { rows } = await client.query<{ count: string }>(
        'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
      )
      return Number(rows[0]?.count)
    }
    const before = await transactions()
    const forms = 2_000
    for (const path of paths) {
      for (let at = 0; at < forms / 2; at += 100) {
        const form = (index: number) =>
          `AccountSid=AC${at}x${index}&To=%2B1555000&From=%2B1555000&MessageSid=SM${at}x${index}`
        await Promise.all(
          Array.from({ length: 100 }, (_, index) => postForm(stack.apiUrl + path, form(index), forged)),
        )
      }
    }
    // A server process reports what it did about once a second, and when it falls idle.
    const seen = await waitFor(
      async () => {
        const earlier = await transactions()
        await client.query('SELECT pg_sleep(1.5)')
        const now = await transactions()
        return now - earlier < 50 ? now - before : undefined
      },
      { timeoutMs: 30_000 },
    )
    await client.end()
    expect(seen).toBeLessThan(forms / 4)
  })
})

describe('memory', () => {
  it('is not taken by what strangers make us remember', async () => {
    const stack = await startStack({ worker: false, env: { NODE_OPTIONS: '--max-old-space-size=160' } })
    try {
      const tenant = await Tenant.create(stack, { messagingServiceSid: 'MGknown' })
      const { pid } = stack.processes.api
      const post = (index: number) => {
        const To = `whatsapp:${String(index).padEnd(200_000, 'x')}`
        const form = `AccountSid=${tenant.account.accountSid}&MessagingServiceSid=MGknown&To=${To}`
        return postForm(tenant.webhookUrl, form, forged)
      }
      for (let at = 0; at < 1_200; at += 20) {
        const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => post(at + index)))
        for (const { status } of answers) expect(status).toBe(400)
      }
      expect(stack.processes.api.pid).toBe(pid)
      expect((await tenant.receive({})).status).toBe(200)
    } finally {
      await stack.stop()
    }
  })

  it('of 512 MB is enough for 432 forms of 900 kB and 1,000 slow ones of 250 kB', async () => {
    const stack = await startStack({ worker: false, env: { NODE_OPTIONS: '--max-old-space-size=512' } })
    try {
      const tenant = await Tenant.create(stack)
      const head = (bytes: number) =>
        `POST ${paths[0]} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${bytes}\r\n\r\n`
      const before = peakMemoryMb(stack.processes.api.pid)
      const slow = await Promise.all(Array.from({ length: 1_000 }, () => openLine(stack.apiUrl)))
      for (const socket of slow) socket.write(head(250_000) + 'Body='.padEnd(249_000, 'x'))
      const large = await Promise.all(Array.from({ length: 432 }, () => openLine(stack.apiUrl)))
      for (const socket of large) socket.write(head(900_000) + 'Body='.padEnd(900_000, 'x'))
      await waitFor(
        () => large.every((socket) => socket.destroyed || socket.heard().includes('HTTP/1.1 413')),
        {
          timeoutMs: 30_000,
          what: 'a refusal of each large form',
        },
      )
      expect((await tenant.receive({})).status).toBe(200)
      expect(peakMemoryMb(stack.processes.api.pid) - before).toBeLessThan(250)
      // Who does not finish a request is not waited for either.
      await waitFor(() => slow.every((socket) => socket.destroyed), {
        timeoutMs: 45_000,
        what: 'the end of the slow ones',
      })
      expect((await tenant.receive({})).status).toBe(200)
      expect(stack.processes.api.output()).not.toMatch(/"level":"(error|fatal)"/)
    } finally {
      await stack.stop()
    }
  }, 120_000)
})

describe('while the database hangs', () => {
  it('who hangs up after a form gets no memory for the next one', async () => {
    const stack = await startStack({ worker: false, env: { NODE_OPTIONS: '--max-old-space-size=768' } })
    try {
      const tenant = await Tenant.create(stack)
      const before = peakMemoryMb(stack.processes.api.pid)
      await withDatabase(stack, async (client) => {
        await client.query('BEGIN; LOCK TABLE chat_account IN ACCESS EXCLUSIVE MODE')
        for (let at = 0; at < 1_600; at += 100) {
          const lines = await Promise.all(Array.from({ length: 100 }, () => openLine(stack.apiUrl)))
          for (const [index, line] of lines.entries()) {
            const body = `AccountSid=AC${at + index}&To=%2B1555000&Body=`.padEnd(250_000, 'x')
            const head = `POST ${paths[0]} HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`
            line.end(head + body)
          }
          await waitFor(() => lines.every(({ destroyed }) => destroyed), { timeoutMs: 30_000 })
        }
        await client.query('COMMIT')
      })
      expect(peakMemoryMb(stack.processes.api.pid) - before).toBeLessThan(250)
      await waitFor(async () => (await tenant.receive({})).status === 200, { timeoutMs: 30_000 })
    } finally {
      await stack.stop()
    }
  }, 120_000)
})

/** The most memory a process ever held, in MB. */
function peakMemoryMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
