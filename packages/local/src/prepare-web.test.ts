import { afterEach, expect, it, vi } from 'vitest'
import { webEnvironment } from './prepare-web.js'
import type { Settings } from './settings.js'

afterEach(() => vi.unstubAllEnvs())

it.each([
  ['', 'http://127.0.0.1:3001'],
  ['http://api.internal:8080', 'http://api.internal:8080'],
])('with API_ORIGIN=%s the inbox asks %s', (given, origin) => {
  vi.stubEnv('API_ORIGIN', given)
  const settings = { HOST: '127.0.0.1', PORT: 3001, WEB_PORT: 3000 } as Settings
  expect(webEnvironment(settings).API_ORIGIN).toBe(origin)
})
