/** What markup or a link has at the least; most of what is said has none of it. */
const special = /[*_~`]|https?:|www\.|^(?:>|-|\d{1,3}\.) /im

/** Whether a text is nothing but text, told sooner than by parsing it. */
export function isPlain(text: string): boolean {
  return !special.test(text)
}
