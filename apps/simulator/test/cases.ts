import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** Where the published test data lies: CASES_DIR, else beside the repository. */
const directory = process.env['CASES_DIR'] ?? `${repositoryRoot}../shared/cases`

/** A file of published test data, or undefined (said aloud) where it is not at hand. */
export function readCases(path: string): unknown {
  const file = `${directory}/${path}`
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  console.warn(`SKIPPED: ${file} is absent; set CASES_DIR to run these tests.`)
  return undefined
}
