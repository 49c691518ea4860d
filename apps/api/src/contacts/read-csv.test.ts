import { describe, expect, it } from 'vitest'
import { readCsv } from './read-csv.js'

const cellsOf = (text: string) => readCsv(text).map(({ cells }) => cells)

describe('a table', () => {
  it.each([
    ['commas', 'a,b\nc,d'],
    ['semicolons', 'a;b\nc;d\n'],
    ['tabs, and lines as on Windows', 'a\tb\r\nc\td\r\n'],
    ['a byte order mark, and lines as on an old Mac', '\uFEFFa,b\rc,d'],
    ['what Excel says of it', 'sep=;\r\na;b\r\nc;d'],
    ['quotation marks', '"a","b"\n"c","d"'],
    ['lines without anything', '\n\na,b\n , \nc,d\n\n'],
  ])('is read with %s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('keeps what stands in quotation marks: separators, lines, and quotation marks', () => {
    expect(cellsOf('"a,b;c","d\r\ne","f ""g"""\n')).toEqual([['a,b;c', 'd\r\ne', 'f "g"']])
  })

  it('tells where a row begins, whatever lines stand in cells before it', () => {
    const rows = readCsv('name,phone\n"A\nB\nC",1\n\nD,2')
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 6])
  })

  it('is parted by what its first line is parted by', () => {
    expect(cellsOf('name;phone\n"López, María";1,5')).toEqual([
      ['name', 'phone'],
      ['López, María', '1,5'],
    ])
  })

  it.each([
    ['a quotation mark that never ends', 'a,b\nc,"d\ne,f', 'line 2'],
    ['what was no UTF-8', 'a,b\nMar\uFFFDa,1', 'UTF-8'],
    ['UTF-16, read as if it were UTF-8', 'a\0,\0b\0', 'UTF-8'],
  ])('is refused with %s', (_, text, says) => {
    expect(() => readCsv(text)).toThrow(says)
  })

  it('is read in a moment, however it is made', () => {
    const begun = performance.now()
    readCsv('"'.repeat(2_000_000))
    readCsv(','.repeat(2_000_000))
    expect(() => readCsv('\n'.repeat(2_000_000))).toThrow('10000')
    expect(() => readCsv(`"${'x'.repeat(2_000_000)}`)).toThrow('never closed')
    expect(performance.now() - begun).toBeLessThan(4_000)
  })
})
