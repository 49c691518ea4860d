/** PostgreSQL's classes of trouble that pass by themselves: connection, resources, operator, and lost races. */
const transientStates = /^(08|53|57P|57014|40001|40P01|55P03)/
const transientCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'])
const transientNetwork = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])
const transientWords =
  /connection terminated|connection ended|server closed the connection|timeout exceeded|read timeout|not queryable/i

/** Whether a database error says nothing about the data, so that the same work can succeed later. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('code' in error && typeof error.code === 'string' && isTransientCode(error.code)) return true
  if (error instanceof Error && transientWords.test(error.message)) return true
  return sourcesOf(error).some(isTransient)
}

function isTransientCode(code: string): boolean {
  return transientCodes.has(code) || transientNetwork.has(code) || transientStates.test(code)
}

/** Where Prisma and its driver adapter keep the error they wrap. */
function sourcesOf(error: object): unknown[] {
  const meta = 'meta' in error && typeof error.meta === 'object' && error.meta !== null ? error.meta : {}
  return [
    'cause' in error ? error.cause : undefined,
    'driverAdapterError' in meta ? meta.driverAdapterError : undefined,
    'originalCode' in error ? { code: error.originalCode } : undefined,
  ].filter((source) => source !== undefined)
}
