import { expect, it } from 'vitest'
import { pageFilesOf } from './page-files.js'

const html = `<!DOCTYPE html><html><head>
<link rel="stylesheet" href="/_next/static/chunks/look.css" data-precedence="next"/>
<link rel="preload" as="script" href="/_next/static/chunks/first.js"/>
<script src="/_next/static/chunks/first.js" async=""></script>
<script src="/_next/static/chunks/%5Bid%5D.js?dpl=1" async=""></script>
<script src="/_next/static/chunks/polyfills.js" noModule=""></script></head>
<body><script>self.__next_f.push([1,"5:I[42,[\\"/_next/static/chunks/first.js\\",\\"/_next/static/chunks/room.js\\"],\\"Room\\"]"])</script>
<img src="/_next/static/media/mark.svg"/></body></html>`

it('a page’s files are those of its tags and of its data, each once, without what only old browsers fetch', () => {
  expect(pageFilesOf(html)).toEqual({
    scripts: ['chunks/first.js', 'chunks/[id].js', 'chunks/room.js'],
    styles: ['chunks/look.css'],
  })
})
