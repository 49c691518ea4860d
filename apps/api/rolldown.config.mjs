import { builtinModules } from 'node:module'

// What the packages would use if it were installed, and do without. A bundler must not fail for them.
const optional = [
  /^@nestjs\/(microservices|websockets|platform-express)(\/|$)/,
  /^@fastify\/(multipart|view)$/,
  /^class-(transformer|validator)(\/|$)/,
  'pg-native',
]

/**
 * Twilio's client loads each of its sixty products when it is first asked for. We ask for messages alone: the others,
 * two fifths of all code, stay in their package, where Node finds them should anybody ask.
 */
const otherProducts = {
  name: 'other-products-of-twilio',
  resolveId(source, importer) {
    const isOther = /^\.\/[A-Z]/.test(source) && source !== './Api'
    if (!isOther || !importer?.endsWith('/twilio/lib/rest/Twilio.js')) return null
    return { id: `twilio/lib/rest/${source.slice(2)}.js`, external: true }
  },
}

/**
 * The three processes with all their packages in a few files. Node reads them in half the processor time that it takes
 * to find and read thousands of modules, and a killed process is back sooner.
 */
export default {
  input: { main: 'dist/main.js', worker: 'dist/worker.js', cli: 'dist/cli.js' },
  platform: 'node',
  // Its pages are read from its own folder.
  external: [...builtinModules, 'swagger-ui-dist', /^swagger-ui-dist\//, ...optional],
  // Names stand in logs and stack traces, and Nest finds its parts by them.
  output: { dir: 'bundle', format: 'esm', keepNames: true, cleanDir: true },
  plugins: [otherProducts],
  logLevel: 'warn',
}
