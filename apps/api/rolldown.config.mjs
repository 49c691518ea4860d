import { builtinModules } from 'node:module'
import { startFast } from './bundling/start-fast.mjs'

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
 * The three processes with all their packages in a few files, and these as V8 compiled them: a start takes a third of
 * the processor time that it takes to find, read and compile thousands of modules, and a killed process is back sooner.
 */
export default {
  input: { main: 'dist/main.js', worker: 'dist/worker.js', cli: 'dist/cli.js' },
  platform: 'node',
  // The pages of the first, the libraries of the second and the program of the third are read from their own folders.
  external: [
    ...builtinModules,
    'swagger-ui-dist',
    /^swagger-ui-dist\//,
    'sharp',
    '@ffmpeg-installer/ffmpeg',
    ...optional,
  ],
  output: {
    dir: 'bundle',
    cleanDir: true,
    // Of modules Node keeps no compiled code; `import()` of a script would ask for a loader of modules.
    format: 'cjs',
    dynamicImportInCjs: false,
    strict: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    // Names stand in logs and stack traces, and Nest finds its parts by them.
    keepNames: true,
    comments: false,
  },
  plugins: [otherProducts, ...startFast],
  logLevel: 'warn',
}
