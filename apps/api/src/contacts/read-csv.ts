import { mostCsvRows } from '@cloudpa/contracts/contact-limits'
import { AppError } from '../platform/app-error.js'

export interface CsvRow {
  /** Where it begins; the first line is 1. */
  line: number
  cells: string[]
}

/** Empty lines are read, too, and so is the one with the columns' names. */
const mostLines = 2 * mostCsvRows
/** So much of a table tells what parts its cells. */
const longestHead = 10_000
/** Those behind are left out: no program has as many columns. */
const mostCells = 500

/**
 * Reads a table as RFC 4180 has it, with or without a byte order mark, whose cells commas, semicolons or tabs part.
 * Rows without any text are left out.
 * @throws {AppError} csv_encoding for what was no UTF-8, csv_quote for a quotation mark that never ends, and
 *   csv_too_long
 */
export function readCsv(text: string): CsvRow[] {
  if (/[\0\uFFFD]/.test(text)) throw new AppError('csv_encoding')
  const bare = text.replace(/^\uFEFF/, '')
  // Excel's own way to say it.
  const [said, named] = /^sep=([,;\t])\r?\n/i.exec(bare) ?? []
  const table = said ? bare.slice(said.length) : bare
  const rows = cut(table, named ?? separatorOf(table), said ? 2 : 1)
  return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
}

/** What stands most often in the first line, outside of quotation marks. */
function separatorOf(table: string): string {
  const head = (/^(?:"[^"]*"|[^"\r\n])*/.exec(table.slice(0, longestHead))?.[0] ?? '').replaceAll(
    /"[^"]*"/g,
    '',
  )
  const counted = [',', ';', '\t'].map((one) => ({ one, count: head.split(one).length }))
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).one
}

function cut(table: string, separator: string, firstLine: number): CsvRow[] {
  const rows: CsvRow[] = []
  let line = firstLine
  let row: CsvRow = { line, cells: [] }
  const nextMark = new RegExp(`[${separator}\r\n]|$`, 'g')
  for (let at = 0; at <= table.length;) {
    const isQuoted = table[at] === '"'
    const text = isQuoted ? quoted(table, at, line) : ''
    nextMark.lastIndex = isQuoted ? at + text.length + 2 : at
    // What stands behind the last quotation mark belongs to the cell, too.
    const from = nextMark.lastIndex
    const end = nextMark.exec(table)?.index ?? table.length
    if (row.cells.length < mostCells) row.cells.push(text.replaceAll('""', '"') + table.slice(from, end))
    if (isQuoted) line += text.match(/\r\n|\r|\n/g)?.length ?? 0
    at = end + 1
    if (table[end] === separator) continue
    rows.push(row)
    if (rows.length > mostLines) throw new AppError('csv_too_long', { maximum: mostCsvRows })
    // A line may end as on a Mac of long ago, on Windows, or as everywhere else.
    if (table[end] === '\r' && table[at] === '\n') at += 1
    line += 1
    row = { line, cells: [] }
  }
  return rows
}

/** What stands between a quotation mark and the one that ends it, with those in it still doubled. */
function quoted(table: string, at: number, line: number): string {
  for (let mark = table.indexOf('"', at + 1); mark !== -1; mark = table.indexOf('"', mark + 2)) {
    if (table[mark + 1] !== '"') return table.slice(at + 1, mark)
  }
  throw new AppError('csv_quote', { line })
}
