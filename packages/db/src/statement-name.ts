/**
 * What a statement is kept by on each connection, so that it is parsed and planned once: it names itself in a comment at
 * its beginning. The others go without a name, which Prisma makes in any number.
 */
export function statementNameGenerator({ sql }: { sql: string }): string {
  return /^\s*\/\* prepared: ([\w ]+) \*\//.exec(sql)?.[1] ?? ''
}
