import { expect, test } from 'vitest'
import { isFromOurPages } from './trusted-origin.js'

const web = 'http://localhost:3000'

test.each([
  ['no browser', { host: 'localhost:3001' }, true],
  ['the configured web', { origin: 'http://localhost:3000', host: 'localhost:3001' }, true],
  [
    'the web under its LAN address',
    { origin: 'http://192.168.1.5:3000', host: '127.0.0.1:3001', 'x-forwarded-host': '192.168.1.5:3000' },
    true,
  ],
  ['the host that was asked', { origin: 'http://127.0.0.1:3001', host: '127.0.0.1:3001' }, true],
  ['behind a proxy that ends TLS', { origin: 'https://inbox.example.com', host: 'inbox.example.com' }, true],
  ['a foreign page', { origin: 'https://evil.example', host: 'localhost:3001' }, false],
  [
    'a foreign page on the same name, another port',
    { origin: 'http://localhost:4000', host: 'localhost:3001' },
    false,
  ],
  ['a sandboxed page', { origin: 'null', host: 'localhost:3001' }, false],
  [
    'the asked host only as a suffix',
    { origin: 'http://localhost:3000.evil.example', host: 'localhost:3001' },
    false,
  ],
])('%s', (_name, headers, expected) => {
  expect(isFromOurPages(headers, web)).toBe(expected)
})
