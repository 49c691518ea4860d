// Makes the names of emoji beside it anew: node make.mjs EMOJIBASE_DATA CLDR_ANNOTATIONS_MODERN, two unpacked packages.
// They are 49 MB together with all that is not needed here, so they are no dependencies.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What older phones and desktops can't draw is no use to a customer. */
const newest = 15
/** Skin tones and parts of emoji. */
const component = 2

const [emojibase, cldr] = process.argv.slice(2)
const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'))

const known = read(emojibase, 'en/data.json').filter(
  ({ group, version }) => group !== undefined && group !== component && version <= newest,
)
const ordered = known.toSorted((a, b) => a.order - b.order)
const groups = [...new Set(ordered.map(({ group }) => group))].map((group) =>
  ordered.filter((emoji) => emoji.group === group),
)
const joined = (name, tags = []) => [...new Set([name, ...tags])].join('|')

function keep(locale, nameOf) {
  const data = groups.map((group) => group.map(nameOf))
  writeFileSync(join(import.meta.dirname, `${locale}.json`), `${JSON.stringify(data, null, 2)}\n`)
}

keep('en', ({ emoji, label, tags }) => `${emoji} ${joined(label, tags)}`)
for (const [locale, folder] of [
  ['es', 'es'],
  ['pt-BR', 'pt'],
]) {
  const names = new Map(read(emojibase, folder, 'data.json').map((emoji) => [emoji.hexcode, emoji]))
  keep(locale, ({ hexcode }) => joined(names.get(hexcode)?.label ?? '', names.get(hexcode)?.tags))
}

// emojibase has no Arabic.
const arabic = read(cldr, 'annotations/ar/annotations.json').annotations.annotations
const regions = new Intl.DisplayNames('ar', { type: 'region', fallback: 'none' })
keep('ar', ({ emoji, hexcode }) => {
  const said = arabic[emoji] ?? arabic[emoji.replaceAll('\uFE0F', '')]
  if (said) return joined(said.tts[0], said.default)
  const letters = hexcode
    .split('-')
    .map((code) => String.fromCharCode(Number.parseInt(code, 16) - 0x1f1e6 + 65))
  return /^[A-Z]{2}$/.test(letters.join('')) ? (regions.of(letters.join('')) ?? '') : ''
})
