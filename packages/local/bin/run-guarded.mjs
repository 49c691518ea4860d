// Runs a program that knows nothing of the launcher, and ends it and its children together with the launcher.
// Usage: node run-guarded.mjs PROGRAM [ARGS…], as the leader of a process group.
import { spawn } from 'node:child_process'

const [program, ...args] = process.argv.slice(2)
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })

process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'))
// The program may be a script whose own child does the work, so the whole group is told; `once`, for it reaches us too.
process.once('SIGTERM', () => {
  process.on('SIGTERM', () => undefined)
  process.kill(-process.pid, 'SIGTERM')
})
child.once('error', (error) => {
  console.error(`Could not run ${program}: ${error.message}`)
  process.exit(1)
})
child.once('exit', (code) => process.exit(code ?? 1))
