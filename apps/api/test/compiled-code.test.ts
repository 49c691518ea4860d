import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const watchScripts = `
  const vm = require('node:vm')
  const { Script } = vm
  vm.Script = class extends Script {
    constructor(...given) {
      super(...given)
      console.log('taken:', this.cachedDataRejected === false)
    }
  }
  require('./run-bundle.cjs').run('cli')`

/** Runs the command line without a command, and says of each file of the bundle whether its compiled code was taken. */
function runCli(...flags: string[]) {
  const cwd = new URL('../bundle', import.meta.url)
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--eval', watchScripts], {
    cwd,
    encoding: 'utf8',
  })
  const taken = [...stdout.matchAll(/^taken: (\w+)$/gm)].map(([, is]) => is === 'true')
  return { taken: new Set(taken), usage: stderr }
}

describe('the code that was compiled with the bundle', () => {
  it('is what a process starts with', () => {
    expect(runCli()).toEqual({ taken: new Set([true]), usage: expect.stringContaining('reset-link EMAIL') })
  })

  it('is left aside where it does not fit, and the process starts all the same', () => {
    const { taken, usage } = runCli('--max-old-space-size=160')
    expect([taken, usage]).toEqual([new Set([false]), expect.stringContaining('reset-link EMAIL')])
  })
})
