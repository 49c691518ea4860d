import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

/** In less than half of the letters that the package would give out. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The rules whose answer can be another in another theme: what only looks different is read as it was. */
const aboutColours = ['color-contrast', 'link-in-text-block']

/**
 * Has axe look at the page as it is, with whatever is open over it.
 * @param where what the page is told apart by in the answer
 * @param sameBut that the page was looked at already, and has changed its colours alone
 * @returns what is wrong: the rule, and the elements that break it
 */
export async function findViolations(page: Page, where: string, sameBut?: 'colours'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const options: axe.RunOptions = {
    runOnly: sameBut ? { type: 'rule', values: aboutColours } : { type: 'tag', values: levels },
    // To describe all that is right takes longer than to find what is wrong.
    resultTypes: ['violations'],
  }
  const { violations } = await page.evaluate(
    (given) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, given),
    options,
  )
  return violations.map(({ id, nodes }) => `${where}, ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
