import { isSimulated } from '@cloudpa/contracts/simulated'
import type { Env } from '../env.js'

export type StandInEnv = Pick<Env, 'TWILIO_API_BASE_URL' | 'TWILIO_API_BASE_URL_ACCOUNTS'>

/**
 * What answers for Twilio's API for an account.
 * @returns its base URL, or undefined where the account is real and Twilio itself is called
 */
export function standInFor(env: StandInEnv, accountSid: string): string | undefined {
  const { TWILIO_API_BASE_URL: base, TWILIO_API_BASE_URL_ACCOUNTS: accounts } = env
  // Its number was made by the product itself, for which nobody but the simulator can answer.
  if (isSimulated({ accountSid })) return base
  return accounts && !accounts.includes(accountSid) ? undefined : base
}
