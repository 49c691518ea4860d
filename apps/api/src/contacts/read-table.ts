import { setImmediate } from 'node:timers/promises'
import { longestAbout, longestLabel, mostCsvRows, mostFields } from '@cloudpa/contracts/contact-limits'
import { ContactField, type RowFault } from '@cloudpa/contracts/contacts'
import { NameOrNone } from '@cloudpa/contracts/names'
import { AppError } from '../platform/app-error.js'
import { readDetails } from './details-cell.js'
import { phoneLockKey } from './phone-variants.js'
import { readCsv, type CsvRow } from './read-csv.js'
import { readPhone } from './read-phone.js'

/** A row that can become a contact. */
export interface ContactRow {
  line: number
  /** Empty where the row has none: then nobody is renamed. */
  name: string
  phone: string
  about: string
  /** What else its columns say, under their names. */
  fields: ContactField[]
}

type Column = 'phone' | 'name' | 'firstName' | 'lastName' | 'about' | 'details'

/** What programs and people call the columns, in our four languages: folded, and without what is no letter. */
const titles: Record<Column, RegExp> = {
  phone:
    /^(phone|phonenumber|phone1value|mobile|mobilephone|number|whatsapp|whatsappnumber|tel|telephone|telefono|telefonomovil|movil|celular|numero|numerodetelefono|telefone|numerodetelefone|هاتف|الهاتف|رقم|الرقم|رقمالهاتف|جوال|الجوال|موبايل)$/,
  name: /^(name|fullname|displayname|contact|customer|nombre|nombrecompleto|cliente|contacto|nome|nomecompleto|contato|اسم|الاسم|الاسمالكامل)$/,
  firstName: /^(firstname|givenname|nombredepila|primeironome|الاسمالاول)$/,
  lastName: /^(lastname|familyname|surname|apellido|apellidos|sobrenome|اسمالعائلة)$/,
  details: /^(details|detalles|detalhes|تفاصيل|التفاصيل)$/,
  about: /^(about|notes?|notas?|nota|observaciones|observacoes|sobre|acercade|ملاحظات|ملاحظة|نبذة)$/,
}

/** Of an export's columns, those that are WhatsApp's, theirs and ours to say. */
const unread = /^(whatsappname|whatsappid|added|optedout)$/

/**
 * Reads contacts from a table whose first line names the columns.
 * @param country where numbers are from that don't say so
 * @throws {AppError} when it is no table of contacts, or too long
 */
export async function readTable(
  text: string,
  country: string | null,
): Promise<{ count: number; rows: ContactRow[]; faults: RowFault[] }> {
  const [head, ...body] = readCsv(text)
  const columns = columnsOf(head?.cells ?? [])
  if (columns.phone === undefined) throw new AppError('csv_no_numbers')
  if (body.length > mostCsvRows) throw new AppError('csv_too_long', { maximum: mostCsvRows })
  const rows: ContactRow[] = []
  const faults: RowFault[] = []
  const seen = new Set<string>()
  for (const [at, each] of body.entries()) {
    // To read a number takes a tenth of a millisecond, and others wait for the process's one thread.
    if (at % 50 === 0) await setImmediate()
    const read = readRow(each, columns, country)
    if ('reason' in read) faults.push(read)
    else if (seen.has(phoneLockKey(read.phone)))
      faults.push({ line: read.line, reason: 'duplicate', value: read.phone })
    else {
      seen.add(phoneLockKey(read.phone))
      rows.push(read)
    }
  }
  return { count: body.length, rows, faults }
}

type Columns = Partial<Record<Column, number>> & {
  /** All others that have a name. */
  others: { at: number; label: string }[]
}

/** No column is called longer; to normalise a run of marks takes its length times itself. */
const longestTitle = 100

/** The first column of each kind, and what the others are called. */
function columnsOf(cells: string[]): Columns {
  const columns: Columns = { others: [] }
  for (const [at, cell] of cells.entries()) {
    const title = cell
      .slice(0, longestTitle)
      .normalize('NFKD')
      .replaceAll(/\P{L}/gu, (char) => (/\d/.test(char) ? char : ''))
      .toLowerCase()
    const kind = (Object.keys(titles) as Column[]).find((one) => titles[one].test(title))
    const label = readName(cell.slice(0, longestLabel))
    if (kind && columns[kind] === undefined) columns[kind] = at
    else if (label && !unread.test(title)) columns.others.push({ at, label })
  }
  return columns
}

function readRow({ line, cells }: CsvRow, columns: Columns, country: string | null): ContactRow | RowFault {
  const cell = (kind: Column) => bareCell(cells[columns[kind] ?? -1] ?? '')
  const written = cell('phone')
  if (written === '') return { line, reason: 'no_number', value: cell('name') }
  const phone = readPhone(written, country)
  if (!phone) return { line, reason: 'number', value: written.slice(0, 100) }
  const full = cell('name') || `${cell('firstName')} ${cell('lastName')}`
  const name = readName(full)
  if (name === undefined) return { line, reason: 'name', value: full.slice(0, 100) }
  const about = cell('about')
  if (about.length > longestAbout) return { line, reason: 'about', value: about.slice(0, 100) }
  const fields = fieldsOf(cells, columns)
  const isKept =
    fields && fields.length <= mostFields && fields.every((one) => ContactField.safeParse(one).success)
  if (!isKept)
    return { line, reason: 'details', value: (fields?.at(-1)?.value ?? cell('details')).slice(0, 100) }
  return { line, name, phone, about, fields }
}

/**
 * What a row says besides: in the cell that an export keeps for it, and in columns of names of their own.
 * @returns undefined where that is too much to be read
 */
function fieldsOf(cells: string[], { details, others }: Columns): ContactField[] | undefined {
  const detailed = details === undefined ? [] : readDetails(bareCell(cells[details] ?? ''), 'Details')
  if (!detailed) return undefined
  // A row ends before most columns of a table that is nothing but columns.
  const end = others.findIndex(({ at }) => at >= cells.length)
  const said = others
    .slice(0, end < 0 ? others.length : end)
    .map(({ at, label }) => ({ label, value: bareCell(cells[at] ?? '') }))
  return [...detailed, ...said.filter(({ value }) => value !== '')]
}

/**
 * What a table with this in it would call somebody; undefined where it is no name. One that WhatsApp has told may have
 * what none of ours has: an export holds it as it is, and an import that gives it back means the same.
 */
export const readName = (written: string): string | undefined =>
  NameOrNone.safeParse(bareCell(written).replaceAll(/\s+/g, ' ')).data

/** Without the apostrophes by which tables keep a text from being taken for a formula. */
const bareCell = (cell: string) =>
  cell.replaceAll(/^'(?=[\t\r])|(?<=^|[;\t\r\n])'(?=['" ]*[=+\-@＝＋－＠])/g, '').trim()
