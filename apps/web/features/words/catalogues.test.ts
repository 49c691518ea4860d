import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import ar from './messages/ar'
import en from './messages/en'
import es from './messages/es'
import ptBR from './messages/pt-BR'

/** What a sentence is made with: `name`, `count:plural`, `<b>`; and what its choices are. */
function partsOf(sentence: string): { names: Set<string>; choices: Map<string, Set<string>> } {
  const names = new Set<string>()
  const choices = new Map<string, Set<string>>()
  let at = 0
  function text() {
    while (at < sentence.length && sentence[at] !== '}') {
      const tag = /^<(\w+)>/.exec(sentence.slice(at))
      if (tag) names.add(tag[0])
      if (sentence[at++] === '{') argument()
    }
  }
  function argument() {
    const [head = '', name = '', kind] =
      /^\s*(\w+)\s*(?:,\s*(plural|select|selectordinal)\s*,)?/.exec(sentence.slice(at)) ?? []
    at += head.length
    names.add(kind ? `${name}:${kind}` : name)
    if (kind) branches(`${name}:${kind}`)
    at++
  }
  function branches(name: string) {
    const found = choices.get(name) ?? new Set()
    for (;;) {
      const [head, choice] = /^\s*(=?\w+)\s*\{/.exec(sentence.slice(at)) ?? []
      if (!head || !choice) break
      found.add(choice)
      at += head.length
      text()
      at++
    }
    at += /^\s*/.exec(sentence.slice(at))?.[0].length ?? 0
    choices.set(name, found)
  }
  text()
  return { names, choices }
}

function flatten(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value as object, `${path}${key}.`),
  )
}

const english = new Map(flatten(en))

it('knows what a sentence is made with', () => {
  const { names, choices } = partsOf(
    '<b>{name}</b> {count, plural, =0 {} one {# of {all}} other {two}} {x, select, a {b} other {c}}',
  )
  expect([...names]).toEqual(['<b>', 'name', 'count:plural', 'all', 'x:select'])
  expect(choices.get('count:plural')).toEqual(new Set(['=0', 'one', 'other']))
  expect(choices.get('x:select')).toEqual(new Set(['a', 'other']))
})

it('a business is a business everywhere, and nobody is scolded or begged', () => {
  // What stands beside the sign-in is a customer's own line.
  const ours = [...english].filter(([key]) => key !== 'auth.thanks')
  const found = ours.filter(([, sentence]) =>
    /organi[sz]ation|\b(?:in)?valid|please|oops|success|!/i.test(sentence),
  )
  expect(found).toEqual([])
})

describe.each([['en', en] as const, ['es', es] as const, ['pt-BR', ptBR] as const, ['ar', ar] as const])(
  'in %s',
  (locale, words) => {
    const sentences = new Map(flatten(words))

    it('everything is said that English says, and nothing else', () => {
      expect([...sentences.keys()].sort()).toEqual([...english.keys()].sort())
      const empty = [...sentences].filter(([, sentence]) => sentence.trim() === '')
      expect(empty).toEqual([])
    })

    it('every sentence is told the same as in English, and has a choice for every count', () => {
      const plurals = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
      // Only Arabic's matter below a million.
      const needed = locale === 'ar' ? plurals : ['one', 'other']
      for (const [key, sentence] of sentences) {
        const mine = partsOf(sentence)
        const source = partsOf(english.get(key) ?? '')
        expect([...mine.names].sort(), key).toEqual([...source.names].sort())
        for (const [name, choices] of source.choices) {
          const isCounted = name.endsWith(':plural') && choices.has('one')
          const wanted = [...choices, ...(isCounted ? needed : [])]
          expect([...(mine.choices.get(name) ?? [])], key).toEqual(expect.arrayContaining(wanted))
        }
      }
    })

    it('every sentence can be said', () => {
      const t = createTranslator({
        locale,
        messages: {
          all: Object.fromEntries([...sentences].map(([key, said]) => [key.replaceAll('.', '_'), said])),
        },
        namespace: 'all',
        onError: (error) => {
          throw error
        },
      })
      for (const [key, sentence] of sentences) {
        const { names } = partsOf(sentence)
        const values = Object.fromEntries(
          [...names].map((name) => {
            const [bare = '', kind] = name.replace(/[<>]/g, '').split(':')
            if (name.startsWith('<')) return [bare, (chunks: unknown) => String(chunks)]
            return [bare, kind === 'plural' ? 3 : 'admin']
          }),
        )
        expect(t.markup(key.replaceAll('.', '_'), values as never), key).not.toMatch(/[{}]/)
      }
    })
  },
)
