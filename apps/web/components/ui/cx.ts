import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// Names of our own tokens, which it couldn't tell from colours.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['meta', 'small', 'ui', 'msg', 'reading', 'title', 'place', 'page', 'figure'],
      radius: ['tail', 'ctl', 'card', 'bubble', 'sheet'],
      shadow: ['rest', 'pop', 'sheet'],
      animate: ['bubble', 'pop', 'fade', 'sheet'],
    },
  },
})

/** Joins class names; of two that set the same thing the later wins, so a part can be told otherwise. */
export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
