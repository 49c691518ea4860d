import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EnvError, readEnv } from './env.js'

const example = readFileSync(resolve(import.meta.dirname, '../../../.env.example'), 'utf8')
const listed = Object.fromEntries(
  [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
)

function faultsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source)
    return []
  } catch (error) {
    if (error instanceof EnvError) return error.faults
    throw error
  }
}

describe('the environment', () => {
  it('works with nothing set', () => {
    expect(readEnv({})).toMatchObject({
      PORT: 3001,
      WEB_PORT: 3000,
      SIMULATOR_PORT: 3002,
      INGEST_CONCURRENCY: 15,
      DEMO: true,
    })
  })

  it('is listed in .env.example, variable by variable, with the defaults it has', () => {
    const { publicBaseUrlIsSet: _, twilio: __, ...variables } = readEnv({})
    const names = [...Object.keys(variables), ...Object.keys(listed).filter((name) => listed[name] === '')]
    expect(Object.keys(listed).toSorted()).toEqual([...new Set(names)].toSorted())
    expect(readEnv(listed)).toEqual(readEnv({}))
  })

  it('reports every fault at once, each with the name of its variable', () => {
    const faults = faultsOf({
      PORT: 'abc',
      REDIS_URL: 'http://x',
      ENCRYPTION_KEYS: 'short',
      DEMO: 'maybe',
      TWILIO_ACCOUNT_SID: 'AC1',
      INGEST_CONCURRENCY: '0',
    })
    for (const name of [
      'PORT',
      'REDIS_URL',
      'ENCRYPTION_KEYS',
      'DEMO',
      'TWILIO_AUTH_TOKEN',
      'INGEST_CONCURRENCY',
    ]) {
      expect(faults.join('\n')).toContain(name)
    }
  })

  it.each([
    ['MAIL_FROM', 'xx', 'must be an e-mail address, alone or like Cloud PA <no-reply@example.com>'],
    ['API_ORIGIN', 'zzz', 'must be an http or https address, like https://inbox.example.com'],
    ['API_ORIGIN', 'http://127.0.0.1:3001/api', 'must be an address without a path'],
    ['SIMULATOR_AUTO_RECEIPTS', 'maybe', 'must be 0 or 1'],
    ['TWILIO_WHATSAPP_FROM', '123', 'must be a number with its country code, like whatsapp:+14155238886'],
    ['PUBLIC_BASE_URL', 'https://x.example/?a=1', 'must not contain ? or #: paths are appended to it'],
    ['PUBLIC_BASE_URL', 'https://x.example/#rc=5', 'must not contain ? or #: paths are appended to it'],
    ['LOG_LEVEL', 'loud', 'must be fatal, error, warn, log, debug or verbose'],
    ['NODE_ENV', 'staging', 'must be production, development or test'],
  ])('refuses %s=%s', (name, value, sentence) => {
    expect(faultsOf({ [name]: value })).toEqual([`${name}: ${sentence}`])
  })

  it.each([
    ['MAIL_FROM', 'inbox@example.com'],
    ['MAIL_FROM', '"Marisol, ceramics" <marisol@example.com>'],
    ['API_ORIGIN', 'http://127.0.0.1:3001/'],
    ['TWILIO_WHATSAPP_FROM', '+1 (415) 523-8886'],
    ['PUBLIC_BASE_URL', 'https://x.example/inbox'],
  ])('takes %s=%s', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([])
  })

  it('refuses two encryption keys of one ID: what one sealed would be tried with the other', () => {
    const key = 'A'.repeat(43)
    expect(faultsOf({ ENCRYPTION_KEYS: `k1:${key}=,k1:${key}=` })).toEqual([
      'ENCRYPTION_KEYS: two keys have the same ID',
    ])
  })

  it('takes an empty value for one that is not set', () => {
    expect(readEnv({ REDIS_URL: '', PORT: '' })).toEqual(readEnv({}))
  })

  it('takes several keys, and addresses with or without a slash at the end', () => {
    const key = 'A'.repeat(43)
    expect(readEnv({ ENCRYPTION_KEYS: `new:${key}=, old:${key}` }).ENCRYPTION_KEYS).toHaveLength(2)
    expect(readEnv({ PUBLIC_BASE_URL: 'https://x.example/' }).PUBLIC_BASE_URL).toBe('https://x.example')
  })
})
