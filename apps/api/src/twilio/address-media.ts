import type { OutsideRequest } from '../platform/outside-fetch.js'
import { standInFor, type StandInEnv } from './stand-in.js'
import type { Credentials } from './twilio.client.js'

/** Where Twilio keeps what messages carry. */
const mediaOrigin = 'https://api.twilio.com'

/**
 * How to ask for a file that a form names. Credentials go to Twilio's own host alone, or to what stands in for it;
 * any other address, and whatever only looks like it, is asked as a stranger would.
 */
export function addressMedia(
  env: StandInEnv,
  { accountSid, authToken }: Credentials,
  url: string,
): Pick<OutsideRequest, 'url' | 'authorization' | 'standIn'> {
  const asked = URL.canParse(url) ? new URL(url) : undefined
  if (asked?.origin !== mediaOrigin || asked.username || asked.password) return { url }
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const base = standInFor(env, accountSid)
  if (!base) return { url, authorization }
  return {
    url: `${base}/${asked.host}${asked.pathname}${asked.search}`,
    authorization,
    standIn: new URL(base).origin,
  }
}
