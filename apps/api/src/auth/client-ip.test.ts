import { expect, test } from 'vitest'
import { clientIp } from './client-ip.js'

test.each([
  ['straight from outside', undefined, '203.0.113.7', '203.0.113.7'],
  ['from outside, claiming to be another', '198.51.100.1', '203.0.113.7', '203.0.113.7'],
  ['through the web on this machine', '203.0.113.7', '::ffff:127.0.0.1', '203.0.113.7'],
  [
    'through two proxies, with a forged first entry',
    '198.51.100.1, 203.0.113.7, 172.18.0.2',
    '127.0.0.1',
    '203.0.113.7',
  ],
  ['from the office network', '192.168.1.5', '127.0.0.1', '192.168.1.5'],
  [
    'from the office network, claiming to be a colleague',
    '192.168.1.6, 192.168.1.5',
    '127.0.0.1',
    '192.168.1.5',
  ],
  ['from this machine', undefined, '::1', '127.0.0.1'],
  ['with nonsense in the header', 'unknown', '127.0.0.1', '127.0.0.1'],
  ['over IPv6', '2001:db8::1', '127.0.0.1', '2001:db8::1'],
])('%s', (_name, forwardedFor, peer, expected) => {
  expect(clientIp(forwardedFor, peer)).toBe(expected)
})
