/** Where to go after signing in: a page of ours, never an address that someone put into a link. */
export function safeNext(next: string | null | undefined): string {
  // A backslash counts as a slash in browsers, so "/\evil.test" would leave this site too.
  return next && /^\/(?![/\\])/.test(next) && !next.includes('\\') ? next : '/inbox'
}
