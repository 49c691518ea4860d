import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { entries } from '@cloudpa/local/entries'
import { findFreePort } from '@cloudpa/local/free-port'
import { root } from '@cloudpa/local/install'
import { waitForHttp } from '@cloudpa/local/wait-for'
import { complaintsOf, sizesTable, type Size } from './judge-sizes.js'
import { pageFilesOf, type PageFiles } from './page-files.js'
import { TestProcess } from './test-process.js'
import type { ToolResult } from './run-tool.js'

const built = join(root, 'apps/web/.next/static')

/** Pages with what their first load may weigh; the inbox is shown to whoever has a session's cookie, real or not. */
const pages = [
  { name: 'Sign-in', path: '/sign-in', cookie: '', limitBytes: 175_000 },
  { name: 'Inbox', path: '/inbox', cookie: 'better-auth.session_token=none', limitBytes: 260_000 },
]
const lazyLimitBytes = 60_000
const styleLimitBytes = 25_000

/**
 * Runs `work` with the built inbox's server alone. A page's HTML names exactly what a browser fetches for it, whereas
 * the build's manifests list it in parts (the framework's, each layout's, each boundary's) that change with Next.
 */
async function withWeb<T>(work: (origin: string) => Promise<T>): Promise<T> {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const { PATH, HOME } = process.env
  // Nobody listens on port 9, and nobody needs to: what a page weighs does not depend on the API.
  const env = { PATH, HOME, PORT: String(port), HOSTNAME: '127.0.0.1', API_ORIGIN: 'http://127.0.0.1:9' }
  const options = { name: 'web', script: [entries.web], cwd: dirname(entries.web), env }
  const web = new TestProcess(options, (isGone) => waitForHttp(`${origin}/sign-in`, isGone, 60_000))
  try {
    await web.start()
    return await work(origin)
  } finally {
    await web.stop()
  }
}

const gzipped = new Map<string, number>()

/** A file's gzipped bytes, as the server sends them. */
function partOf(name: string): { name: string; bytes: number } {
  const bytes = gzipped.get(name) ?? gzipSync(readFileSync(join(built, name))).length
  gzipped.set(name, bytes)
  return { name, bytes }
}

function sizeOf(what: string, files: string[], limitBytes: number): Size {
  const parts = files.map(partOf)
  return { what, bytes: parts.reduce((sum, part) => sum + part.bytes, 0), limitBytes, parts }
}

/** The heaviest of the chunks that no page's first load has. */
function heaviestLazy(first: Set<string>): Size {
  const chunks = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  )
  const lazy = chunks.filter((file) => !first.has(file)).map(partOf)
  const [heaviest = { name: 'none', bytes: 0 }] = lazy.toSorted((one, other) => other.bytes - one.bytes)
  return { what: 'Any lazy chunk, JavaScript', ...heaviest, limitBytes: lazyLimitBytes, parts: [heaviest] }
}

async function readPage(origin: string, { path, cookie }: (typeof pages)[number]): Promise<PageFiles> {
  const response = await fetch(origin + path, { headers: { cookie }, redirect: 'manual' })
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  const files = pageFilesOf(await response.text())
  if (files.scripts.length === 0 || files.styles.length === 0) {
    throw new Error(
      `${path} names no scripts or no styles: the way it is read does not fit this Next any more`,
    )
  }
  return files
}

/** Weighs what a browser downloads of the built inbox, and holds it against its limits. */
export async function checkSizes(): Promise<ToolResult> {
  const read = await withWeb((origin) => Promise.all(pages.map((page) => readPage(origin, page))))
  const styles = new Set(read.flatMap((files) => files.styles))
  const sizes = [
    ...pages.map(({ name, limitBytes }, index) =>
      sizeOf(`${name}, first load, JavaScript`, read[index]?.scripts ?? [], limitBytes),
    ),
    heaviestLazy(new Set(read.flatMap((files) => files.scripts))),
    sizeOf('CSS', [...styles], styleLimitBytes),
  ]
  const complaints = complaintsOf(sizes)
  return { ok: complaints.length === 0, output: complaints.join('\n'), figures: sizesTable(sizes) }
}
