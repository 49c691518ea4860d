import { z } from 'zod'

/**
 * What somebody writes: a text that is not empty, and that the database and JSON have a place for.
 * @param longest in UTF-16 units, as a text field counts
 */
export const writtenText = (longest: number, tooLong: string) =>
  z
    .string()
    .max(longest, tooLong)
    .refine((text) => text.trim().length > 0, 'Write something first.')
    // The two controls a person's text can hold are kept; NUL cannot be stored in PostgreSQL text.
    .refine((text) => !text.includes('\0'), 'The text holds a NUL character, which WhatsApp can’t carry.')
    .refine((text) => !/\p{Surrogate}/u.test(text), 'The text holds half a character.')

/** Chosen by whoever writes, so that to ask twice writes once. */
export const ClientId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\x21-\x7e]+$/, 'A clientId holds printable ASCII characters without spaces.')
