// What flow and browser tests stand on: `import { … } from '@cloudpa/local/testing'`.
export { clockAhead } from './entries.js'
export { launchChromium } from './launch-chromium.js'
export { createTestDatabase, type TestDatabase } from './test-database.js'
export type { TestProcess } from './test-process.js'
export { startStack, type Stack, type StackOptions } from './test-stack.js'
export { startPrivatePostgres, type PrivatePostgres } from './private-postgres.js'
export { startWire, type Wire } from './wire.js'
export { waitFor, type WaitOptions } from './wait-for.js'
