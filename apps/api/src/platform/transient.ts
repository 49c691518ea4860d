/** PostgreSQL's classes of trouble that pass by themselves: connection, resources, operator, time limits, lost races. */
const transientStates = /^(08|53|57|25P03|40001|40P01|55P03)/
const transientCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'])
const transientNetwork = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** What the driver adapter makes of a broken socket; a raw query's error carries nothing else. */
const transientKinds = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
])
const transientWords =
  /connection terminated|connection ended|server closed the connection|timeout e(xceeded|xpired)|read timeout|not queryable/i

/** Whether a database error says nothing about the data, so that the same work can succeed later. */
export function isTransient(error: unknown): boolean {
  return someSource(
    error,
    (source) =>
      isTransientCode(codeOf(source)) ||
      ('kind' in source && transientKinds.has(String(source.kind))) ||
      (source instanceof Error && transientWords.test(source.message)),
  )
}

/** Whether PostgreSQL gave up on a lock that somebody else holds (lock_timeout). */
export function isLockTimeout(error: unknown): boolean {
  return someSource(error, (source) => codeOf(source) === '55P03')
}

/** Whether PostgreSQL cut a statement short that a smaller one might have escaped: by a time limit, or in a deadlock. */
export function isTimeout(error: unknown): boolean {
  return isLockTimeout(error) || someSource(error, (source) => ['57014', '40P01'].includes(codeOf(source)))
}

function isTransientCode(code: string): boolean {
  return transientCodes.has(code) || transientNetwork.has(code) || transientStates.test(code)
}

/** The code that a server or a driver gave an error; unlike its sentence it repeats nothing of what was sent. */
export function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error
  return hasCode && typeof error.code === 'string' ? error.code : 'no code'
}

/** Whether the test holds for an error, or for one that it wraps. */
export function someSource(error: unknown, test: (source: object) => boolean): boolean {
  if (typeof error !== 'object' || error === null) return false
  return test(error) || sourcesOf(error).some((source) => someSource(source, test))
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
