import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const linter = join(root, 'node_modules/oxlint/bin/oxlint')

/** Another tree under the same rules: what is planted in this one has every command that others run build it anew. */
const garden = mkdtempSync(join(tmpdir(), 'cloudpa-planted-'))
for (const part of ['.oxlintrc.json', 'packages/testing/lint']) {
  cpSync(join(root, part), join(garden, part), { recursive: true })
}
afterAll(() => rmSync(garden, { recursive: true }))

interface Report {
  diagnostics: { code: string; filename: string }[]
  number_of_files: number
}

/**
 * Runs oxlint and returns what it found broken.
 * @throws when it crashed, said something that is no report, or looked at nothing: silence is no praise
 */
function runOxlint(...args: string[]): Promise<Report['diagnostics']> {
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [linter, '--format=json', ...args],
      { cwd: garden },
      (error, stdout, stderr) => {
        try {
          const { diagnostics, number_of_files } = JSON.parse(stdout) as Report
          if (number_of_files === 0) throw new Error('it looked at no file')
          if (Boolean(error) !== diagnostics.length > 0) throw new Error(`it ended with ${error?.message}`)
          done(diagnostics)
        } catch (cause) {
          fail(new Error(`oxlint said nothing that can be read:\n${stdout}${stderr}`, { cause }))
        }
      },
    )
  })
}

type Planted = [what: string, path: string, source: string]

/** What breaks a rule, and which. */
const broken: [...Planted, rule: string][] = [
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
    'a way out that reads notes',
    'apps/api/src/outbound/planted.ts',
    `import type { Tx } from '@cloudpa/db'\nexport const next = (tx: Tx) => tx.note.findFirst()\n`,
    'house(notes)',
  ],
  [
    'a way out that reads notes by SQL',
    'apps/api/src/outbound/planted.ts',
    `import type { Tx } from '@cloudpa/db'\nexport const next = (tx: Tx) => tx.$queryRaw\`SELECT body FROM note\`\n`,
    'house(notes)',
  ],
  [
    'notes that know a way out',
    'apps/api/src/notes/planted.ts',
    `import '../outbound/send.service.js'\n`,
    'house(notes)',
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
]

/** The same files, when they keep to the rules. */
const kept: Planted[] = [
  ['the order', 'apps/api/src/inbound/planted.ts', `export { WebhookEvents } from './webhook-events.js'\n`],
  ['the door', 'apps/api/src/orgs/planted.ts', `export { InjectDoor } from '../platform/database.js'\n`],
  [
    'what is nobody’s words, and to start and end',
    'apps/web/features/inbox/planted.tsx',
    `export const A = () => <input className="ms-2 border-e left-to-right" placeholder="AC… +14155550001" data-a="left" />\nexport const B = () => <code>npm start</code>\n`,
  ],
]

const cycle: Planted[] = [
  [
    'one end',
    'apps/api/src/orgs/planted-a.ts',
    `import { b } from './planted-b.js'\nexport const a = () => b\n`,
  ],
  [
    'the other',
    'apps/api/src/orgs/planted-b.ts',
    `import { a } from './planted-a.js'\nexport const b = () => a\n`,
  ],
]

/** Beside the path that is meant, so that all can stand at once: to begin costs oxlint more than to look at a file. */
const pathOf = (path: string, index: number) => path.replace('planted', `planted-${index}`)

const planted = [
  ...[...broken, ...kept].map(([, path, source], index) => ({ path: pathOf(path, index), source })),
  ...cycle.map(([, path, source]) => ({ path, source })),
]
let found: Report['diagnostics']
beforeAll(async () => {
  for (const { path, source } of planted) {
    mkdirSync(dirname(join(garden, path)), { recursive: true })
    writeFileSync(join(garden, path), source)
  }
  found = await runOxlint(...planted.map(({ path }) => path))
})

const rulesBroken = (path: string) =>
  found.filter(({ filename }) => filename === path).map(({ code }) => code)

it.each(broken.map(([what, path, , rule], index) => [what, pathOf(path, index), rule] as const))(
  'lint finds %s',
  (_, path, rule) => {
    expect(rulesBroken(path)).toContain(rule)
  },
)

it('lint finds a cycle', () => {
  for (const [, path] of cycle) expect(rulesBroken(path)).toContain('import(no-cycle)')
})

it.each(kept.map(([what, path], index) => [what, pathOf(path, broken.length + index)] as const))(
  'lint is content with the same files when they keep to %s',
  (_, path) => {
    expect(rulesBroken(path)).toEqual([])
  },
)

it.each([
  ['a crash', '--no-such-option'],
  ['no file', 'nowhere.ts'],
])('%s of lint is no praise', async (_, arg) => {
  await expect(runOxlint(arg)).rejects.toThrow('oxlint said nothing that can be read')
})
