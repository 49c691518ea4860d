import type { Config } from '@cloudpa/contracts/orgs'
import { apiOrigin } from '../../api-origin'

const patienceMs = 5_000

/** What this installation offers before anybody signs in; null while the API does not answer. On the server only. */
export async function loadConfig(): Promise<Config | null> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const response = await fetch(`${apiOrigin()}/api/v1/config`, { cache: 'no-store', signal })
    if (!response.ok) throw new Error(`The API answered ${response.status}.`)
    return (await response.json()) as Config
  } catch (error) {
    console.error('The configuration could not be loaded.', error)
    return null
  }
}
