/** What went wrong, in one line: whoever waits for a database reads it again and again. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Of a name with several addresses (localhost) Node tells one error each, and nothing above them.
  const parts = error instanceof AggregateError ? (error.errors as unknown[]) : []
  // Prisma's messages tell over several lines where they come from, and last what it is.
  return error.message.trim().split('\n').at(-1) || parts.map(reasonOf).join(', ')
}
