import { spawn } from 'node:child_process'
import { root, toolEnvironment } from '@cloudpa/local/install'

export interface ToolResult {
  ok: boolean
  output: string
  /** Shown whether it went well or not. */
  figures?: string
}

/** Runs a program to its end and keeps what it printed, on both outputs, as it came. */
export function runTool(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<ToolResult> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...toolEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  }
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done({ ok: code === 0, output: output.trim() }))
  })
}
