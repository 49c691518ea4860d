import { join } from 'node:path'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const root = join(import.meta.dirname, '../..')

// The Content-Security-Policy stands in proxy.ts, because its nonce is new with every page.
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Invitation and reset links carry tokens, so no address of ours may travel in a Referer.
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  // A live-events stream may be silent between two heartbeats for longer than Next's 30 seconds.
  experimental: { proxyTimeout: 120_000 },
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
