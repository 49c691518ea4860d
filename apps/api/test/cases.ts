import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Data that nobody here wrote stands beside the repository, or where CASES_DIR says; see `hasCases`. */
const folder = process.env.CASES_DIR ?? resolve(import.meta.dirname, '../../../../shared/cases')

export const hasCases = existsSync(folder)

export interface FormCase {
  id: string
  form: string
  well_formed: boolean
  expect: Record<string, unknown>
}

export function readCase<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T
}

export function readCases(kind: 'inbound' | 'status'): FormCase[] {
  if (!hasCases) return []
  return readdirSync(join(folder, kind)).map((file) => readCase<FormCase>(`${kind}/${file}`))
}
