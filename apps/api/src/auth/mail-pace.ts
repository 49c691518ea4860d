import type { Pace } from './attempt-buckets.js'

/** Mails of one kind to one address: enough for who lost the first, too little to flood anybody. */
export const mailPace: Pace = { burst: 3, everyMs: 20 * 60_000 }
