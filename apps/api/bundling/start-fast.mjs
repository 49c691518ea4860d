// What makes the processes' start cheap, as plugins of the bundler.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const loader = 'run-bundle.cjs'

/** Prisma's WebAssembly as a file of its own, instead of as base64 in five megabytes of source. */
const webAssemblyAsFile = {
  name: 'web-assembly-as-file',
  load(id) {
    if (!id.endsWith('.wasm-base64.mjs')) return null
    const fileName = basename(id, '-base64.mjs')
    const [, base64] = /"([\w+/=]{1000,})"/.exec(readFileSync(id, 'utf8')) ?? []
    if (!base64) throw new Error(`${id} does not hold what it did: mend this plugin`)
    this.emitFile({ type: 'asset', fileName, source: Buffer.from(base64, 'base64') })
    return `import { readFileSync } from 'node:fs'
      export const wasm = readFileSync(new URL('./${fileName}', import.meta.url))`
  },
}

/** The driver asks whether it runs at Cloudflare by way of `Response`, for which Node loads all of fetch. */
const notAtCloudflare = {
  name: 'not-at-cloudflare',
  transform(code, id) {
    if (!id.endsWith('/pg/lib/stream.js')) return null
    const asked = 'if (isCloudflareRuntime())'
    if (!code.includes(asked)) throw new Error(`${id} does not hold what it did: mend this plugin`)
    return code.replace(asked, 'if (false)')
  },
}

/** One letter that is not ASCII has Node decode all of a file letter by letter, and keep two bytes for each. */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (/\\[^\0-\x7f]/.test(chunk.code))
        throw new Error('a letter stands behind a backslash: mend this plugin')
      chunk.code = chunk.code?.replace(
        /[^\0-\x7f]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    }
  },
}

/** Begins each process by what runs it with its compiled code, and has that compiled. */
const keepCompiled = {
  name: 'keep-compiled',
  generateBundle(_, bundle) {
    const source = readFileSync(join(import.meta.dirname, loader), 'utf8')
    this.emitFile({ type: 'asset', fileName: loader, source })
    for (const { isEntry, name } of Object.values(bundle)) {
      if (!isEntry) continue
      const begin = `import { run } from './${loader}'\nrun('${name}')\n`
      this.emitFile({ type: 'asset', fileName: `${name}.js`, source: begin })
    }
  },
  writeBundle({ dir }, bundle) {
    for (const { isEntry, name } of Object.values(bundle)) if (isEntry) compile(dir, name)
  },
}

/** Under settings that are refused, a process ends when all its code is there; the command line, when it gets no command. */
function compile(dir, name) {
  const script = `require('./${loader}').keepCompiled('${name}')`
  try {
    execFileSync(process.execPath, ['--eval', script], { cwd: dir, env: { PORT: 'none' }, stdio: 'pipe' })
  } catch (error) {
    if (!String(error.stderr).includes('PORT: ')) throw error
  }
}

export const startFast = [webAssemblyAsFile, notAtCloudflare, asciiOnly, keepCompiled]
