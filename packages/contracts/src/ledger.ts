import { z } from 'zod'

/** A step of a message's way. */
export const LedgerEntry = z.object({
  at: z.iso.datetime(),
  /**
   * `form`: Twilio handed over what the customer wrote. `file`: a file of it was noted, to be fetched. `written`: a member or
   * a program wrote it here. `attempt`: Twilio was called to send it. `taken`: it was first known that Twilio took it. `report`:
   * Twilio reported a status. `became`: it had this status, as we learnt otherwise than by a report that is kept. `asked`:
   * Twilio was asked what became of it, for the last time so far. A newer version may know others.
   */
  kind: z.string(),
  /** Of `form` and `report`: milliseconds from its arrival until it was stored; it was acknowledged right after. Null where nobody measured. */
  waitedMs: z.number().int().nullable(),
  /** Of `report` and `became`: `sending`, `sent`, `delivered`, `read`, `failed`; of `file`: `waiting`, `ready`, `failed`. */
  status: z.string().nullable(),
  /** Twilio's error code, or a word of our own. */
  code: z.string().nullable(),
  /** Of `attempt`, `asked` and `file`: how often until then. */
  count: z.number().int().nullable(),
  /** Of `written`: who wrote it; null where they are gone. */
  by: z.string().nullable(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** What became of a message, from what is stored of it. */
export const Ledger = z
  .object({
    messageId: z.string(),
    direction: z.enum(['inbound', 'outbound']),
    /** By which Twilio's support finds it; null until Twilio took it. */
    sid: z.string().nullable(),
    /** Twilio's account that it went through; null until it was tried. */
    accountSid: z.string().nullable(),
    /** What Twilio charged; null where nobody knows. */
    price: z.object({ amount: z.string(), currency: z.string() }).nullable(),
    /** Whether somebody of the org has read it here; null of what the org wrote. When, and who, is not kept. */
    readHere: z.boolean().nullable(),
    /** In the order in which they happened. Twilio's forms are kept for a time, so of old messages some are gone. */
    entries: z.array(LedgerEntry),
  })
  .meta({ id: 'Ledger' })
export type Ledger = z.infer<typeof Ledger>
