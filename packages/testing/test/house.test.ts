import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const planted: string[] = []

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true })
})

interface Report {
  diagnostics: { code: string }[]
  number_of_files: number
}

/**
 * Runs oxlint and returns the rules that it found broken.
 * @throws when it crashed, said something that is no report, or looked at nothing: silence is no praise
 */
function runOxlint(...args: string[]): Promise<string[]> {
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['node_modules/oxlint/bin/oxlint', '--format=json', ...args],
      { cwd: root },
      (error, stdout, stderr) => {
        try {
          const { diagnostics, number_of_files } = JSON.parse(stdout) as Report
          if (number_of_files === 0) throw new Error('it looked at no file')
          if (Boolean(error) !== diagnostics.length > 0) throw new Error(`it ended with ${error?.message}`)
          done(diagnostics.map(({ code }) => code))
        } catch (cause) {
          fail(new Error(`oxlint said nothing that can be read:\n${stdout}${stderr}`, { cause }))
        }
      },
    )
  })
}

/** Writes a file into the repository as it stands and returns the rules it breaks. */
function lint(path: string, source: string): Promise<string[]> {
  const file = join(root, path)
  planted.push(file)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  return runOxlint(path)
}

it.each([
  [
    'a folder that imports from its right',
    'apps/api/src/platform/planted.ts',
    `import '../inbound/webhook-events.js'\n`,
    'house(arrows)',
  ],
  [
    'a room of the web that imports from its right',
    'apps/web/features/messages/planted.ts',
    `import '../inbox/inbox-screen'\n`,
    'house(arrows)',
  ],
  [
    'a primitive that knows a room',
    'apps/web/components/ui/planted.ts',
    `import '../../features/messages/tick'\n`,
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
    'a bench that talks to the database, by a way round the front door',
    'packages/bench/src/planted.ts',
    `import '@cloudpa/db/schema'\n`,
    'house(arrows)',
  ],
  [
    'the test kit in the product',
    'apps/api/src/platform/planted.ts',
    `import '@cloudpa/testing/kit'\n`,
    'house(arrows)',
  ],
  [
    'Twilio’s SDK outside its folder',
    'apps/api/src/orgs/planted.ts',
    `import twilio from 'twilio'\nexport default twilio\n`,
    'house(arrows)',
  ],
  [
    'the processor of another folder',
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
    'the rows of every org, seen from where one will do',
    'apps/api/src/orgs/planted.ts',
    `import { InjectSystem } from '../platform/database.js'\nexport class A { constructor(@InjectSystem() readonly system: unknown) {} }\n`,
    'house(tenancy)',
  ],
  [
    'a connection of one’s own to the database',
    'apps/api/src/conversations/planted.ts',
    `import pg from 'pg'\nexport const client = new pg.Client()\n`,
    'house(tenancy)',
  ],
  [
    'words of one language in a screen',
    'apps/web/features/inbox/planted.tsx',
    `export const A = () => <p>Hello there</p>\n`,
    'house(words)',
  ],
  [
    'words of one language that are only heard',
    'apps/web/components/ui/planted.tsx',
    `export const A = ({ b }: { b: boolean }) => <input aria-label={b ? \`\${b} left\` : ''} />\n`,
    'house(words)',
  ],
  [
    'words of one language in an expression',
    'apps/web/features/inbox/planted.tsx',
    `export const A = ({ b }: { b: boolean }) => <p>{b ? 'Saving…' : 'Save'}</p>\n`,
    'house(words)',
  ],
  [
    'a class that is on the wrong side from right to left',
    'apps/web/features/inbox/planted.tsx',
    `export const A = () => <p className="flex md:hover:-ml-2" />\n`,
    'house(logical)',
  ],
  [
    'such a class between others that are chosen',
    'apps/web/features/inbox/planted.tsx',
    `export const look = (a: string) => \`text-left has-[a:b]:p-2 \${a}\`\n`,
    'house(logical)',
  ],
  [
    'an error swallowed',
    'apps/api/src/orgs/planted.ts',
    `export function a() { try { JSON.parse('') } catch {} }\n`,
    'eslint(no-empty)',
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
  expect(await lint('apps/api/src/orgs/planted-a.ts', source)).toContain('import(no-cycle)')
})

it.each([
  ['the order', 'apps/api/src/inbound/planted.ts', `export { WebhookEvents } from './webhook-events.js'\n`],
  ['the door', 'apps/api/src/orgs/planted.ts', `export { InjectDoor } from '../platform/database.js'\n`],
  [
    'what is nobody’s words, and to start and end',
    'apps/web/features/inbox/planted.tsx',
    `export const A = () => <input className="ms-2 border-e left-to-right" placeholder="AC… +14155550001" data-a="left" />\nexport const B = () => <code>npm start</code>\n`,
  ],
])('lint is content with the same files when they keep to %s', async (_, path, source) => {
  expect(await lint(path, source)).toEqual([])
})

it.each([
  ['a crash', '--no-such-option'],
  ['no file', 'nowhere.ts'],
])('%s of lint is no praise', async (_, arg) => {
  await expect(runOxlint(arg)).rejects.toThrow('oxlint said nothing that can be read')
})
