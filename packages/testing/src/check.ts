import { join } from 'node:path'
import { root } from '@cloudpa/local/install'
import { prismaCli } from '@cloudpa/local/entries'
import { checkSizes } from './check-sizes.js'
import { startEphemeralPostgres } from './ephemeral-postgres.js'
import { runTool, type ToolResult } from './run-tool.js'

/** Compares what the migrations make with what the schema says, on a server that may hold a database for a moment. */
async function checkDrift(): Promise<ToolResult> {
  const given = process.env.TEST_DATABASE_URL
  const postgres = given ? undefined : await startEphemeralPostgres()
  const args = ['migrate', 'diff', '--exit-code', '--from-migrations', join(root, 'prisma/migrations')]
  args.push('--to-schema', join(root, 'prisma/schema.prisma'))
  try {
    return await runTool(process.execPath, [prismaCli, ...args], {
      DATABASE_URL: given ?? postgres?.url('postgres'),
    })
  } finally {
    await postgres?.remove()
  }
}

const checks: Record<string, () => Promise<ToolResult>> = {
  format: () => runTool('oxfmt', ['--check', '.']),
  'lint and architecture': () => runTool('oxlint', ['--deny-warnings']),
  types: () => runTool('turbo', ['run', 'typecheck', '--output-logs=errors-only', '--continue']),
  'migration drift': checkDrift,
  sizes: checkSizes,
  'schema format': () => runTool(process.execPath, [prismaCli, 'format', '--check']),
  'unused code': () =>
    runTool('knip', ['--config', 'packages/testing/knip.json', '--no-progress', '--no-config-hints']),
}

async function runCheck(name: string): Promise<boolean> {
  const startedAt = Date.now()
  const failed = (error: Error): ToolResult => ({ ok: false, output: error.message })
  const { ok, output, figures } = await checks[name]!().catch(failed)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(`${ok ? '✓' : '✗'} ${name} ${seconds} s`)
  if (figures) console.log(figures)
  if (!ok) console.log(`${output}\n`)
  return ok
}

/** Runs every check side by side and shows what each of the failing ones says. Fails the command if one does. */
export async function check(): Promise<void> {
  const results = await Promise.all(Object.keys(checks).map(runCheck))
  const failed = results.filter((ok) => !ok).length
  console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${results.length} checks failed.`)
  process.exitCode = failed === 0 ? 0 : 1
}
