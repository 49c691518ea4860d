// Copied beside the bundle, which it runs with the code that V8 compiled when it was built: half of what a start costs
// the processor is to read and compile its code. What doesn't fit this Node, or flags that it was given, is compiled
// anew; so is everything where there is no such code.
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs')
const { createRequire, wrap } = require('node:module')
const { dirname, join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

// Compiled code is good for the flags that it was compiled under, and these are set by packages/db while it loads.
setFlagsFromString('--liftoff-only')
// Prisma's WebAssembly is its own build: each of its functions is checked when it is first called.
setFlagsFromString('--wasm-lazy-validation')

const modules = new Map()
const scripts = new Map()
const compiledOf = (file) => `${file}.compiled`

/** Does for the bundle's own files what Node's `require` does. */
function load(file) {
  const known = modules.get(file)
  if (known) return known.exports
  const module = { exports: {} }
  modules.set(file, module)
  const kept = existsSync(compiledOf(file)) ? { cachedData: readFileSync(compiledOf(file)) } : {}
  const script = new Script(wrap(readFileSync(file, 'utf8')), { filename: file, ...kept })
  scripts.set(file, script)
  const requireOther = createRequire(file)
  const own = (id) => (id.startsWith('./') ? load(join(dirname(file), id)) : requireOther(id))
  script.runInThisContext().call(module.exports, module.exports, own, module, file, dirname(file))
  return module.exports
}

/** Runs a process of the bundle by its name: main, worker or cli. */
exports.run = (name) => {
  load(join(__dirname, `${name}.cjs`))
}

/** Runs one, and keeps what was compiled by its end; with the API also that of every part which is loaded later. */
exports.keepCompiled = (name) => {
  process.once('exit', () => {
    if (name === 'main') for (const part of laterParts()) load(join(__dirname, part))
    for (const [file, script] of scripts) writeFileSync(compiledOf(file), script.createCachedData())
  })
  exports.run(name)
}

/** Every file but those that processes begin with. Some want what the API has loaded. */
function laterParts() {
  return readdirSync(__dirname).filter((file) => /-[\w-]{8}\.cjs$/.test(file))
}
