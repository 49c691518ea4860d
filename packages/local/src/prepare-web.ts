import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../bin/install.mjs'
import { standaloneWeb } from './entries.js'
import { localOrigin, type Settings } from './settings.js'

/** What the inbox's server needs in its environment. */
export function webEnvironment(settings: Settings): Record<string, string> {
  return {
    NODE_ENV: 'production',
    HOSTNAME: settings.HOST,
    PORT: String(settings.WEB_PORT),
    API_ORIGIN: process.env.API_ORIGIN || localOrigin(settings, settings.PORT),
  }
}

/** Next leaves its static files out of the standalone server: this adds those of the present build. */
export function completeStandaloneWeb(): void {
  const web = join(root, 'apps/web')
  const server = standaloneWeb
  const build = readFileSync(join(web, '.next/BUILD_ID'), 'utf8').trim()
  if (existsSync(join(server, '.next/static', build))) return
  if (existsSync(join(web, 'public')))
    cpSync(join(web, 'public'), join(server, 'public'), { recursive: true })
  cpSync(join(web, '.next/static'), join(server, '.next/static'), { recursive: true })
}
