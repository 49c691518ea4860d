import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toApiError } from './request'

describe('toApiError', () => {
  it('reads our errors and better-auth’s alike', () => {
    const ours = toApiError(409, { error: { code: 'window_closed', message: 'Too late.', requestId: 'r1' } })
    expect(ours).toMatchObject({ code: 'window_closed', message: 'Too late.', status: 409 })
    const theirs = toApiError(401, {
      code: 'INVALID_EMAIL_OR_PASSWORD',
      message: 'Invalid email or password',
    })
    expect(theirs).toMatchObject({ code: 'INVALID_EMAIL_OR_PASSWORD', status: 401 })
    const both = {
      code: 'INVALID_TOKEN',
      message: 'Too old.',
      error: { code: 'invalid_request', message: 'Too old.' },
    }
    expect(toApiError(400, both)).toMatchObject({ code: 'INVALID_TOKEN', message: 'Too old.' })
  })

  it('keeps the reason with what was told with it, and nothing that is none', () => {
    const refused = (params: unknown) =>
      toApiError(429, { error: { code: 'rate_limited', message: 'As the server says.', params } })
    const reason = { reason: 'mailed_often', minutes: 1 }
    expect(refused(reason)).toMatchObject({ message: 'As the server says.', params: reason })
    for (const none of [undefined, {}, { reason: 3 }, 'x']) expect(refused(none).params).toBeUndefined()
  })

  it('says nothing where the answer has no sentence', () => {
    expect(toApiError(502, undefined)).toMatchObject({ code: 'unknown', message: '', status: 502 })
    expect(toApiError(400, 'x')).toMatchObject({ code: 'unknown', message: '' })
  })
})

describe('a page of one org', () => {
  /** One that was just loaded. */
  async function newPage() {
    vi.resetModules()
    return import('./request')
  }
  let orgsNamed: Record<string, string | null>
  let answer: () => Response
  beforeEach(() => {
    orgsNamed = {}
    answer = () => Response.json({})
    vi.stubGlobal('fetch', (_path: string, { method = '', headers }: RequestInit) => {
      orgsNamed[method] = new Headers(headers).get('x-org-id')
      return Promise.resolve(answer())
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('names it with each request, and asks who is here without', async () => {
    const { mePath, request, showOrg } = await newPage()
    await request('POST', '/early', {})
    showOrg('org1')
    showOrg('org2')
    await request('PATCH', '/late', {})
    await request('DELETE', '/late')
    await request('GET', '/late')
    expect(orgsNamed).toEqual({ POST: null, PATCH: 'org1', DELETE: 'org1', GET: 'org1' })
    await request('GET', mePath)
    expect(orgsNamed.GET).toBeNull()
  })

  it('leaves for the inbox when another tab switched it, once that could be read', async () => {
    const assign = vi.fn<(path: string) => void>()
    vi.stubGlobal('window', { location: { assign } })
    vi.useFakeTimers()
    const { request } = await newPage()
    for (const reason of ['client_id_used', 'org_switched']) {
      answer = () => Response.json({ error: { code: 'conflict', params: { reason } } }, { status: 409 })
      await expect(request('POST', '/late', {})).rejects.toMatchObject({ params: { reason } })
      expect(assign).not.toHaveBeenCalled()
      vi.runAllTimers()
    }
    expect(assign.mock.calls).toEqual([['/inbox']])
  })
})
