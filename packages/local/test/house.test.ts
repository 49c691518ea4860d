import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const planted: string[] = []

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true })
})

/** Writes a file into the house as it stands and returns what lint says of it. */
async function lint(path: string, source: string): Promise<string> {
  const file = join(root, path)
  planted.push(file)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['node_modules/oxlint/bin/oxlint', '--format=unix', path],
      { cwd: root },
      (_, stdout) => done(stdout),
    )
  })
}

it.each([
  [
    'a room that imports from its right',
    'apps/api/src/platform/planted.ts',
    `import '../inbound/receipts.js'\n`,
    'house(arrows)',
  ],
  [
    'a package that imports an app',
    'packages/contracts/src/planted.ts',
    `import '../../../apps/api/src/env.js'\n`,
    'house(arrows)',
  ],
  [
    'a screen that talks to the database',
    'apps/web/features/planted.ts',
    `import '@cloudpa/db'\n`,
    'house(arrows)',
  ],
  [
    'Twilio’s SDK outside its room',
    'apps/api/src/orgs/planted.ts',
    `import twilio from 'twilio'\nexport default twilio\n`,
    'house(arrows)',
  ],
  [
    'the processor of another room',
    'apps/api/src/inbound/planted.ts',
    `import '../outbound/send.processor.js'\n`,
    'house(arrows)',
  ],
  [
    'an unvalidated body',
    'apps/api/src/orgs/planted.ts',
    `import { Body } from '@nestjs/common'\nexport class A { b(@Body() c: unknown) { return c } }\n`,
    'house(body-schema)',
  ],
  [
    'the environment read in passing',
    'apps/api/src/orgs/planted.ts',
    `export const port = process.env.PORT\n`,
    'house(environment)',
  ],
  [
    'an error swallowed',
    'apps/api/src/orgs/planted.ts',
    `export function a() { try { JSON.parse('') } catch {} }\n`,
    'no-empty',
  ],
])('lint finds %s', async (_, path, source, rule) => {
  expect(await lint(path, source)).toContain(rule)
})

it('lint finds a cycle', async () => {
  planted.push(join(root, 'apps/api/src/orgs/planted-b.ts'))
  writeFileSync(
    join(root, 'apps/api/src/orgs/planted-b.ts'),
    `import { a } from './planted-a.js'\nexport const b = () => a\n`,
  )
  const source = `import { b } from './planted-b.js'\nexport const a = () => b\n`
  expect(await lint('apps/api/src/orgs/planted-a.ts', source)).toContain('no-cycle')
})

it('lint is content with the same files when they keep to the rules', async () => {
  expect(
    await lint('apps/api/src/inbound/planted.ts', `export { Receipts } from './receipts.js'\n`),
  ).not.toContain('house(')
})
