/**
 * Whether a key is the input method's: while it composes, Enter chooses a candidate and Escape gives the word up. 229 is
 * how Safari says so, for which composing is over before the key is told of.
 */
export function isComposing(press: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return press.isComposing || press.keyCode === 229
}
