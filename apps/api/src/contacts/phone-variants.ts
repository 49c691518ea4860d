/**
 * The forms in which one person's mobile number can appear on WhatsApp, best match first. Three countries changed
 * their numbers, and WhatsApp ids kept the old ones:
 * - Brazil (55): mobiles gained a ninth digit; the id may lack it. The form with it is preferred.
 * - Mexico (52): ids carry a 1 that is no longer dialled.
 * - Argentina (54): ids carry a 9 that a saved number may lack. Without the 9 it can be a landline, so that form
 *   stands for itself only.
 * @param phone E.164 with its plus
 */
export function phoneVariants(phone: string): string[] {
  const digits = phone.slice(1)
  const brazil = /^55(\d\d)(9?)([6-9]\d{7})$/.exec(digits)
  if (brazil) return [`+55${brazil[1]}9${brazil[3]}`, `+55${brazil[1]}${brazil[3]}`]
  const mexico = /^521?(\d{10})$/.exec(digits)
  if (mexico) return [phone, digits.startsWith('521') ? `+52${mexico[1]}` : `+521${mexico[1]}`]
  const argentina = /^549(\d{10})$/.exec(digits)
  if (argentina) return [phone, `+54${argentina[1]}`]
  return [phone]
}

/** One form for all variants of a number: what two simultaneous first messages of one person must agree on. */
export function phoneLockKey(phone: string): string {
  return phoneVariants(phone).toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? phone
}
