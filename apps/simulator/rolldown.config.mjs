import { builtinModules } from 'node:module'

/** The simulator with its packages in a few files: it is ready after half the processor time, as the API is. */
export default {
  input: { main: 'dist/main.js' },
  platform: 'node',
  external: builtinModules,
  // Names stand in logs and stack traces.
  output: { dir: 'bundle', format: 'esm', keepNames: true, cleanDir: true },
  logLevel: 'warn',
}
