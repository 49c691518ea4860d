import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../bin/install.mjs'
import { ReportedError } from './reported-error.js'

/** What the launcher reads of the product's configuration; apps/api/src/env.ts decides all of it. */
export interface Settings {
  HOST: string
  PORT: number
  WEB_PORT: number
  SIMULATOR_PORT: number
  /** Absolute. */
  DATA_DIR: string
  DEMO: boolean
  DATABASE_URL?: string
  REDIS_URL?: string
  PUBLIC_BASE_URL: string
  publicBaseUrlIsSet: boolean
  WEB_BASE_URL: string
  TWILIO_API_BASE_URL?: string
  twilio?: object
}

/**
 * Reads the configuration with the API's own parser, so that there is one.
 * @throws {ReportedError} naming every variable that is wrong
 */
export async function readSettings(): Promise<Settings> {
  // By path, not by name: packages do not depend on apps.
  const parser = pathToFileURL(join(root, 'apps/api/dist/env.js')).href
  const { readEnv } = (await import(parser)) as { readEnv: () => Settings }
  try {
    const settings = readEnv()
    return { ...settings, DATA_DIR: resolve(root, settings.DATA_DIR) }
  } catch (error) {
    if (error instanceof Error && 'faults' in error) throw new ReportedError(error.message)
    throw error
  }
}

/** Where data lives, for commands that must work before the API is built. Absolute. */
export function readDataDir(): string {
  return resolve(root, process.env.DATA_DIR || '.data')
}

/** How processes on this machine reach a port of ours, whatever HOST it is opened to. */
export function localOrigin({ HOST }: Settings, port: number): string {
  const isEverywhere = ['0.0.0.0', '::', 'localhost'].includes(HOST)
  const host = isEverywhere ? '127.0.0.1' : HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
