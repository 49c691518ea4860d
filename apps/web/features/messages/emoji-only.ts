const one =
  '(?:\\p{Regional_Indicator}{2}|[0-9#*]\\uFE0F?\\u20E3|' +
  '(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\uFE0F|❤)\\p{Emoji_Modifier}?' +
  '(?:\\u200D\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)*)'
const upToThree = new RegExp(`^\\s*(?:${one}\\s*){1,3}$`, 'u')

/** Whether a message is one to three emoji and nothing else, so that it is shown as the picture it is. */
export function isEmojiOnly(text: string): boolean {
  // Three families with skin tones are well below this; longer texts needn't be looked at.
  return text.length <= 90 && upToThree.test(text)
}
