/** How many tones faces come in: `--a1` to `--a12` of the design. */
export const avatarTones: number

/**
 * What a customer's colour follows: their address, which every screen knows, and the simulated phone too.
 * @returns a phone's last eight digits, which stay when Brazil, Mexico or Argentina write it with a digit more;
 * without a phone the WhatsApp user id, and without any address `id`
 */
export function avatarKey(person: { id: string; phone: string | null; userId: string | null }): string

/**
 * The tone of a face: always the same for the same key, on every screen.
 * @param key of a customer by `avatarKey`; of a member the id
 * @returns 1 to 12
 */
export function avatarTone(key: string): number

/**
 * The first letters of the first and last word; for a bare number its last two digits. Of Arabic one letter, since two
 * would join and be read as a word.
 */
export function initialsOf(name: string): string
