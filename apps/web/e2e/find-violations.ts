import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

/** In less than half of the letters that the package would give out. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * The rules whose answer can be another where only this has changed: what merely looks different is what it was to all
 * others.
 */
const about = {
  colours: ['color-contrast', 'link-in-text-block'],
  places: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'],
}

/**
 * Has axe look at the page as it is, with whatever is open over it.
 * @param where what the page is told apart by in the answer
 * @param sameBut what alone has changed since axe looked at all of the page, or will look at it: its colours, or the
 * places of what is on it, too
 * @returns what is wrong: the rule, and the elements that break it
 */
export async function findViolations(
  page: Page,
  where: string,
  sameBut?: keyof typeof about,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const options: axe.RunOptions = {
    runOnly: sameBut ? { type: 'rule', values: about[sameBut] } : { type: 'tag', values: levels },
    // To describe all that is right takes longer than to find what is wrong.
    resultTypes: ['violations'],
    // No rule of these reads stylesheets or media, which axe would fetch anew each time.
    preload: false,
  }
  const { violations } = await page.evaluate(
    (given) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, given),
    options,
  )
  return violations.map(({ id, nodes }) => `${where}, ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
