/**
 * A PostgreSQL array as one text parameter, to be cast: `${arrayLiteral(ids)}::uuid[]`. Prisma would look at each value of
 * a list by itself, and JSON would have to be taken apart again by the server.
 */
export function arrayLiteral(values: Iterable<string | number | bigint | null>): string {
  return `{${Array.from(values, writeItem).join(',')}}`
}

function writeItem(value: string | number | bigint | null): string {
  if (typeof value !== 'string') return value === null ? 'NULL' : `${value}`
  // Hardly any text has one of these, and looking is a third of the cost of replacing.
  const plain = /["\\]/.test(value) ? value.replaceAll(/["\\]/g, String.raw`\$&`) : value
  return `"${plain}"`
}
