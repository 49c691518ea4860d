import type { Language, Size, Theme } from './screens.js'

/** Which state a picture is of, and on what kind of screen. */
export interface Picture {
  /** Its full name, as `states` gives it. */
  state: string
  size: Size
  theme: Theme
  language: Language
}

/** The name of its file, which says all of it. */
export function pictureName({ state, size, theme, language }: Picture): string {
  return `${state}.${size}.${theme}.${language}.png`
}
