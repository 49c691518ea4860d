import { expect, it } from 'vitest'
import { disposition, fileNameFor, readFileName } from './name-file.js'

it.each([
  [undefined, null],
  ['inline', null],
  ['attachment; filename=invoice.pdf', 'invoice.pdf'],
  ['attachment; filename="my \\"big\\" plan.pdf"', 'my _big_ plan.pdf'],
  ["attachment; filename=x.pdf; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf", 'Größe.pdf'],
  ["attachment; filename*=UTF-8''%E0%A4%A", null],
  [`inline; filename="${Buffer.from('Größe.pdf').toString('latin1')}"`, 'Größe.pdf'],
  ['inline; filename="Gr\xf6\xdfe.pdf"', 'Größe.pdf'],
  ['inline; filename="../../etc/passwd"', 'passwd'],
  ['inline; filename="C:\\\\\\\\Users\\\\\\\\me.doc"', 'me.doc'],
  ["inline; filename*=UTF-8''invoice%E2%80%AEfdp.exe", 'invoicefdp.exe'],
  ["inline; filename*=UTF-8''a%0D%0Ab.txt", 'ab.txt'],
  ['inline; filename=".htaccess"', 'htaccess'],
  ['inline; filename="..."', null],
])('%j names %j', (header, name) => expect(readFileName(header)).toBe(name))

it('keeps the end of a name without end', () => {
  expect(readFileName(`inline; filename="${'x'.repeat(5_000)}.pdf"`)).toMatch(/^x{146}\.pdf$/)
})

it('calls what has no name by what it is', () => {
  const file = { id: '0190a1b2-0000-7000-8000-00001234abcd', kind: 'image', name: null } as const
  expect(fileNameFor({ ...file, contentType: 'image/jpeg' })).toBe('image-1234abcd.jpg')
  expect(fileNameFor({ ...file, contentType: 'application/x-odd' })).toBe('image-1234abcd')
  expect(fileNameFor({ ...file, name: 'a.pdf', contentType: 'image/jpeg' })).toBe('a.pdf')
})

it('writes a name for every browser, and nothing behind it', () => {
  expect(disposition('attachment', 'a b.pdf')).toBe('attachment; filename="a b.pdf"')
  expect(disposition('inline', 'Größe "1".pdf')).toBe(
    `inline; filename="Gr__e _1_.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf`,
  )
})
