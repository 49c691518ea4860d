import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extendTailwindMerge } from 'tailwind-merge'
import { describe, expect, it } from 'vitest'
import { cx } from './cx'

it.each([
  [['px-3 text-ui', 'px-5'], 'text-ui px-5'],
  [['text-meta text-ink-2', false, 'text-danger'], 'text-meta text-danger'],
  [['text-ink text-ui', 'text-title'], 'text-ink text-title'],
  [['rounded-ctl', 'rounded-bubble'], 'rounded-bubble'],
])('merges %o', (classes, merged) => {
  expect(cx(...classes)).toBe(merged)
})

/** The library with all that it knows of Tailwind, and our tokens. */
const whole = extendTailwindMerge({
  extend: {
    theme: {
      text: ['meta', 'small', 'ui', 'msg', 'reading', 'title', 'place', 'page', 'figure'],
      radius: ['tail', 'ctl', 'card', 'bubble', 'sheet'],
      shadow: ['rest', 'pop', 'sheet'],
      animate: ['bubble', 'pop', 'fade', 'sheet'],
    },
  },
})

const web = join(import.meta.dirname, '../..')
const files = ['components', 'features'].flatMap((folder) =>
  readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(join(web, folder, file), 'utf8')),
)
/** The classes within a text that quotes them. */
const classesIn = (text: string) =>
  [...text.matchAll(/(["'`])([^"'`\n]+)\1/g)].flatMap(([, , quoted = '']) => quoted.split(/\s+/))
/** What a part of ours is told by who draws it. */
const told = new Set(
  files.flatMap((file) =>
    [...file.matchAll(/<[A-Z][\w.]*\b(?:[^<>]|=>|\{[^{}]*\})*?className=("[^"]*"|\{[^}]*\})/g)].flatMap(
      ([, given = '']) => classesIn(given),
    ),
  ),
)
/** What is said by the parts that can be told otherwise. */
const said = new Set(
  files
    .filter((file) => /className[,)}]|className,\n/.test(file))
    .flatMap((file) =>
      [...file.matchAll(/cx\(([\s\S]*?)\)[,}\n]/g)].flatMap(([, inner = '']) => classesIn(inner)),
    ),
)

describe('what parts are told otherwise', () => {
  it('is found among the files at all', () => {
    expect(told.size).toBeGreaterThan(50)
    expect(said.size).toBeGreaterThan(50)
  })

  it('wins over what they say themselves, as the whole library has it', () => {
    const wrong = [...said].flatMap((own) =>
      [...told]
        .filter((other) => other !== own && whole(`${own} ${other}`) !== cx(own, other))
        .map((other) => `${own} | ${other}`),
    )
    expect(wrong).toEqual([])
  })

  it('is judged alike within what is joined in one place', () => {
    const wrong = files.flatMap((file) =>
      [...file.matchAll(/cx\(([\s\S]*?)\n\s*\)/g)].flatMap(([, inner = '']) => {
        const classes = [...new Set(classesIn(inner))]
        return classes.flatMap((one) =>
          classes
            .filter((other) => other !== one && whole(`${one} ${other}`) !== cx(one, other))
            .map((other) => `${one} | ${other}`),
        )
      }),
    )
    expect(wrong).toEqual([])
  })
})
