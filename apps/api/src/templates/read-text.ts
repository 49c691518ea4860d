import { z } from 'zod'

/** A text of Twilio's, without what PostgreSQL can't keep: NUL, and halves of characters. */
export const text = z
  .string()
  .transform((value) => value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\ufffd'))
