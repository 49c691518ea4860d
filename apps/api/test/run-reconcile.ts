import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Stack } from '@cloudpa/testing/kit'

const cli = fileURLToPath(new URL('../bundle/cli.js', import.meta.url))

/** Has every number of a stack compared by the operator's command, and resolves with what it printed and its exit code. */
export async function runReconcile({ env }: Stack) {
  const command = spawn(process.execPath, [cli, 'reconcile'], { env })
  const [stdout, stderr, [code]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit') as Promise<[number | null]>,
  ])
  return { stdout, stderr, code }
}
