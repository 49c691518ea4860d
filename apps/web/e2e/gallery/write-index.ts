import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pictureName } from './picture.js'
import { languages, sizes, themes, type Size } from './screens.js'
import type { NamedState } from './states.js'

const widths = Object.keys(sizes).map((size) => Number(size) as Size)

/** Writes `index.html` into a folder of pictures: those that are there, by room and state, with a filter. */
export function writeIndex(folder: string, states: NamedState[]): void {
  const rooms = [...new Set(states.map(({ room }) => room))]
  const sections = rooms.map((room) =>
    section(
      folder,
      room,
      states.filter((state) => state.room === room),
    ),
  )
  const filters = [
    choice('size', widths.map(String)),
    choice('theme', [...themes]),
    choice('language', [...languages]),
  ]
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Cloud PA: every screen and state</title>
<style>${style}</style>
<header><h1>Every screen and state</h1><form>${filters.join('')}</form></header>
${sections.join('\n')}
<script>${script}</script>
</html>
`,
  )
}

function section(folder: string, room: string, states: NamedState[]): string {
  return `<section><h2>${escape(room)}</h2>\n${states.map((state) => article(folder, state)).join('\n')}</section>`
}

function article(folder: string, { fullName, shows }: NamedState): string {
  const pictures = widths.flatMap((size) =>
    languages.flatMap((language) => themes.map((theme) => ({ state: fullName, size, theme, language }))),
  )
  const figures = pictures
    .map((picture) => ({ ...picture, file: pictureName(picture) }))
    .filter(({ file }) => existsSync(join(folder, file)))
    .map(({ file, size, theme, language }) => {
      const said = `${size} px, ${theme}, ${language}`
      const data = `data-size="${size}" data-theme="${theme}" data-language="${language}"`
      return `<figure ${data}><a href="${file}"><img src="${file}" alt="${escape(shows)}, ${said}" loading="lazy" width="${Math.round(size / 3)}"></a><figcaption>${said}</figcaption></figure>`
    })
  if (figures.length === 0) return ''
  return `<article id="${fullName}"><h3>${escape(shows)}</h3><div>${figures.join('')}</div></article>`
}

function choice(name: string, values: string[]): string {
  const options = ['all', ...values].map((value) => `<option>${value}</option>`).join('')
  return `<label>${name} <select name="${name}">${options}</select></label>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)

const style = `
body { margin: 0; font: 14px/20px system-ui, sans-serif; background: #eee; color: #111 }
header { position: sticky; top: 0; display: flex; gap: 24px; align-items: center; flex-wrap: wrap; padding: 8px 24px; background: #fff; border-bottom: 1px solid #ccc; z-index: 1 }
form { display: flex; gap: 16px }
h1 { font-size: 17px } h2 { margin: 24px 24px 0; font-size: 21px } h3 { margin: 16px 24px 8px; font-size: 14px }
article > div { display: flex; flex-wrap: wrap; gap: 16px; padding: 0 24px; align-items: flex-start }
figure { margin: 0 } figure[hidden] { display: none }
img { display: block; height: auto; border: 1px solid #ccc; background: #fff }
figcaption { font-size: 12px; color: #555 }
`

const script = `
const form = document.querySelector('form')
const names = ['size', 'theme', 'language']
function filter() {
  for (const figure of document.querySelectorAll('figure')) {
    figure.hidden = names.some((name) => form[name].value !== 'all' && form[name].value !== figure.dataset[name])
  }
  for (const image of document.images) {
    image.width = form.size.value === 'all' ? image.closest('figure').dataset.size / 3 : image.closest('figure').dataset.size
  }
}
form.addEventListener('change', filter)
filter()
`
