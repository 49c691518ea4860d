import { join } from 'node:path'
import { maxFileBytes, uploadAnswerMs } from '@cloudpa/contracts/send-limits'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const root = join(import.meta.dirname, '../..')

// The Content-Security-Policy stands in proxy.ts, because its nonce is new with every page.
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Invitation and reset links carry tokens, so no address of ours may travel in a Referer.
  { key: 'Referrer-Policy', value: 'no-referrer' },
  // This page alone records voice notes and sends where one is, and the browser asks the person first.
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(self), microphone=(self), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  // Nothing here uses it, and strangers could have this server resize pictures all day.
  images: { unoptimized: true },
  // Events may be silent between two heartbeats, and a long recording's answer, for longer than Next's 30 seconds.
  // Only next dev sees bodies, and cuts what is longer without a word: a file, and the form around it, have to fit.
  experimental: { proxyTimeout: uploadAnswerMs, proxyClientMaxBodySize: maxFileBytes + 1024 * 1024 },
  headers: async () => [{ source: '/((?!api/).*)', headers: securityHeaders }],
}
// Sentences are compiled with the app: a browser needs no parser for them.
const withWords = createNextIntlPlugin({
  requestConfig: './features/words/request.ts',
  experimental: {
    messages: {
      path: './features/words/messages',
      format: 'json',
      locales: 'infer',
      precompile: true,
      sourceLocale: 'en',
    },
  },
})
export default withWords(config)
