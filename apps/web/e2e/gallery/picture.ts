import type { Direction, Size, Theme } from './screens.js'

/** Which state a picture is of, and on what kind of screen. */
export interface Picture {
  /** Its full name, as `states` gives it. */
  state: string
  size: Size
  theme: Theme
  direction: Direction
}

/** The name of its file, which says all of it. */
export function pictureName({ state, size, theme, direction }: Picture): string {
  return `${state}.${size}.${theme}.${direction}.png`
}
