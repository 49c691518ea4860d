import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '@cloudpa/local/install'
import { findFreePort, isPortFree } from '@cloudpa/local/free-port'
import { stopCluster } from '@cloudpa/local/postgres-cluster'
import { Service } from '@cloudpa/local/service'
import { waitFor } from '@cloudpa/local/wait-for'

/** An empty value means "not set", and keeps a .env file of this folder out. */
const unset = {
  DATABASE_URL: '',
  REDIS_URL: '',
  PUBLIC_BASE_URL: '',
  WEB_BASE_URL: '',
  TWILIO_ACCOUNT_SID: '',
  TWILIO_AUTH_TOKEN: '',
  TWILIO_API_BASE_URL: '',
  TWILIO_API_BASE_URL_ACCOUNTS: '',
  DEMO: '',
  SIGN_UP: '',
}

/** The npm commands, as npm runs them but without npm, in a data folder and on ports of their own. */
export class Commands {
  dataDir = ''
  ports = { PORT: '', WEB_PORT: '', SIMULATOR_PORT: '' }
  private readonly running: Service[] = []

  async prepare(): Promise<void> {
    this.dataDir = fs.mkdtempSync(join(tmpdir(), 'cloudpa-command-'))
    const [api, web, simulator] = [await findFreePort(), await findFreePort(), await findFreePort()]
    this.ports = { PORT: String(api), WEB_PORT: String(web), SIMULATOR_PORT: String(simulator) }
  }

  async portsAreFree(): Promise<boolean> {
    const free = await Promise.all(Object.values(this.ports).map((port) => isPortFree(Number(port))))
    return free.every(Boolean)
  }

  /** Stops what runs and removes the folder. */
  async clear(): Promise<void> {
    await Promise.all(this.running.splice(0).map((command) => command.stop()))
    await stopCluster(join(this.dataDir, 'postgres'), 'SIGQUIT')
    fs.rmSync(this.dataDir, { recursive: true })
  }

  run(name: string, env: Record<string, string> = {}): Service {
    return this.runWith([name], env)
  }

  /** The same with what follows the command's name on its line. */
  runWith([name = '', ...args]: string[], env: Record<string, string> = {}): Service {
    const { npm_lifecycle_event: _, ...inherited } = process.env
    const command = new Service({
      name,
      script: [join(root, 'packages/local/bin/cloudpa.mjs'), name, ...args],
      env: { ...inherited, ...unset, DATA_DIR: this.dataDir, LOG_LEVEL: 'log', ...this.ports, ...env },
    })
    this.running.push(command)
    return command
  }

  /** @throws when the command ends without having said it */
  async saysSoon(command: Service, text: string): Promise<void> {
    const said = () => {
      if (command.output().includes(text)) return true
      if (!command.isRunning) throw new Error(`${command.name} ended:\n${command.output()}`)
      return undefined
    }
    await waitFor(said, { timeoutMs: 60_000, what: `"${text}" from ${command.name}` })
  }
}
