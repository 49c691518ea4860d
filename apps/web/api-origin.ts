/** Where the API is. Read with every request: rewrites in next.config would be baked into the build. */
export function apiOrigin(): string {
  return process.env.API_ORIGIN || 'http://127.0.0.1:3001'
}
