#!/usr/bin/env node
// Stands in for Prisma's native `schema-engine`: the same line-delimited JSON-RPC on stdin and stdout, answered by
// the WebAssembly build of the same engine, which npm carries. Nothing is downloaded from anywhere else.
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { parseDatabaseUrl, runConnectionCommand, SchemaEngineDriver } from './schema-engine-adapter.mjs'

/** The JSON-RPC error code under which the native engine reports everything. */
const ENGINE_ERROR = 4466

const { values: flags, positionals } = parseArgs({
  options: {
    datamodels: { type: 'string', short: 'd', multiple: true, default: [] },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
  allowPositionals: true,
})
const databaseUrl = flags.datasource && JSON.parse(flags.datasource).url

/** Writes one line of the log that the Prisma CLI reads from stderr. */
function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

let panicMessage = ''

/** Loads the engine's code and gives it a place to leave its last words. */
function instantiate() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    get: () => panicMessage,
    set_message: (message) => {
      panicMessage = message
    },
  }
  const wasm = new URL(
    'schema_engine_bg.wasm',
    import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  )
  const module = new WebAssembly.Module(readFileSync(fileURLToPath(wasm)))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
}

async function startEngine() {
  instantiate()
  const { config, schema } = parseDatabaseUrl(databaseUrl ?? 'postgresql://localhost/postgres')
  const driver = bindMigrationAwareSqlAdapterFactory(new SchemaEngineDriver(config, { schema }))
  const datamodels = flags.datamodels.map((path) => [path, readFileSync(path, 'utf8')])
  const debug = (message) => {
    if (process.env.DEBUG?.includes('schemaEngine')) log('INFO', { message })
  }
  return bindings.SchemaEngine.new(
    { datamodels: datamodels.length > 0 ? datamodels : undefined },
    debug,
    driver,
  )
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

/** The few methods whose shape differs between the native engine and the WebAssembly one. */
const differing = {
  getDatabaseVersion: (engine, params) => engine.version(params),
  introspect: (engine, params) => engine.introspect({ namespaces: null, ...params }),
  // Only the native engine can create the database it connects to; `migrate` asks although it exists.
  createDatabase: () => ({ databaseName: '' }),
  async diff(engine, params) {
    const { stdout, ...result } = await engine.diff({ exitCode: null, ...params })
    if (stdout) send({ id: 'print', method: 'print', params: { content: stdout.replace(/\n$/, '') } })
    return result
  },
}

async function call(engine, method, params) {
  if (differing[method]) return differing[method](engine, params)
  if (typeof engine[method] !== 'function') throw new Error(`The schema engine has no method ${method}`)
  return (await engine[method](params)) ?? {}
}

function describeFault(error) {
  const is_panic = error?.name === 'RuntimeError'
  const message = (is_panic && panicMessage) || (error?.message ?? String(error))
  return { is_panic, message, error_code: error?.code ?? null, meta: error?.meta ?? null }
}

async function serve() {
  let engine
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line)
    if (!method) continue // the CLI's answer to a `print`
    try {
      engine ??= await startEngine()
      send({ id, result: await call(engine, method, params) })
    } catch (error) {
      const message = 'An error happened. Check the data field for details.'
      send({ id, error: { code: ENGINE_ERROR, message, data: describeFault(error) } })
    }
  }
}

if (flags.version) {
  console.log('schema-engine-wasm')
} else if (positionals[0] === 'cli') {
  const fault = await runConnectionCommand(positionals[1], databaseUrl)
  if (fault) {
    process.stderr.write('\n')
    log('ERROR', { ...fault, is_panic: false })
    process.exitCode = 1
  }
} else {
  await serve()
  process.exit(0) // the pool of the last command may still hold a connection
}
