import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findFreePort, waitFor } from '@cloudpa/testing/kit'

const root = resolve(import.meta.dirname, '../../../..')
const web = join(root, 'apps/web')
const folder = join(root, 'packages/bench/test-results/empty-page')

/** A page of the same Next and React with nothing in it but what is measured: one text that one act changes. */
const files: Record<string, string> = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.mjs': `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(root)} } }`,
  'app/layout.js': `import { createElement } from 'react'
export default ({ children }) => createElement('html', { lang: 'en' }, createElement('body', { style: { margin: 0 } }, children))`,
  'app/page.js': `import { createElement } from 'react'
import { Act } from './act.js'
export default () => createElement('main', null, createElement('h1', null, 'Inbox'), createElement(Act))`,
  'app/act.js': `'use client'
import { createElement, useEffect, useState } from 'react'
export function Act() {
  const [count, setCount] = useState(0)
  const go = () => setCount((before) => before + 1)
  useEffect(() => {
    const onKey = (event) => event.key === 'j' && go()
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return createElement('div', null,
    createElement('button', { onClick: go }, 'Open'),
    createElement('textarea', { onKeyDown: (event) => event.key === 'Enter' && go() }),
    createElement('p', null, 'Message ' + count),
    createElement('div', { id: 'list', style: { height: 600, overflow: 'auto' } }, createElement('div', { style: { height: 680000 } })))
}`,
}

/** The floor: the least that a page of this framework does on this machine. */
export interface EmptyPage {
  url: string
  stop(): void
}

/** Builds it, once for each Next and each change of it, and serves it. */
export async function startEmptyPage(): Promise<EmptyPage> {
  await buildOnce()
  const port = await findFreePort()
  const server = runNext(['start', '--port', String(port), '--hostname', '127.0.0.1'])
  const url = `http://127.0.0.1:${port}`
  await waitFor(async () => (await fetch(url)).ok, { timeoutMs: 60_000, what: 'the empty page' })
  return { url, stop: () => server.kill() }
}

async function buildOnce(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(web, 'node_modules/next/package.json'), 'utf8')) as {
    version: string
  }
  const stamp = join(folder, 'built')
  const wanted = JSON.stringify([version, files])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'app'), { recursive: true })
  symlinkSync(join(web, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content)
  const build = runNext(['build'])
  const code = await new Promise((done) => build.once('close', done))
  if (code !== 0) throw new Error(`the empty page could not be built: next build ended with ${code}`)
  writeFileSync(stamp, wanted)
}

/** Its output goes beside ours, and never into the table. */
function runNext(args: string[]): ChildProcess {
  const script = join(folder, 'node_modules/next/dist/bin/next')
  return spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', process.stderr, process.stderr],
  })
}
