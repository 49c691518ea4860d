/** The files that one page makes a browser fetch before it works, as paths under the build's `static` folder. */
export interface PageFiles {
  scripts: string[]
  styles: string[]
}

const prefix = '/_next/static/'

const tags = /<(?:script|link)\b[^>]*>/g
const paths = /\/_next\/static\/[^"'\\\s?]+\.(?:js|css)/g

/**
 * Reads from a page's HTML what it fetches: its tags, and the chunks of client components named in the data of the page,
 * which React fetches as soon as it reads of them. What only old browsers fetch (`nomodule`) is left out.
 */
export function pageFilesOf(html: string): PageFiles {
  const old = new Set(
    (html.match(tags) ?? [])
      .filter((tag) => /\bnomodule\b/i.test(tag))
      .flatMap((tag) => tag.match(paths) ?? []),
  )
  const named = [...new Set(html.match(paths) ?? [])].filter((path) => !old.has(path))
  const ending = (end: string) =>
    named.filter((path) => path.endsWith(end)).map((path) => decodeURIComponent(path.slice(prefix.length)))
  return { scripts: ending('.js'), styles: ending('.css') }
}
