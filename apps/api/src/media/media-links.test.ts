import { expect, test } from 'vitest'
import { Installation } from '../platform/installation.js'
import { newId } from '../platform/new-id.js'
import { MediaLinks } from './media-links.js'

const links = new MediaLinks(new Installation(Buffer.alloc(32, 7)))
const key = { orgId: newId(), id: newId() }

test('a token names its file for a day', () => {
  const now = Date.now()
  const token = links.tokenFor(key, now)
  expect(token).toMatch(/^[\w-]+$/)
  expect(links.read(token, now + 23 * 3_600_000)).toEqual(key)
  expect(links.read(token, now + 24 * 3_600_000 + 1_000)).toBeUndefined()
})

test('no other token does', () => {
  const token = links.tokenFor(key)
  const bytes = Buffer.from(token, 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const forged = Buffer.from(bytes)
    forged[at] = (forged[at] ?? 0) ^ 1
    expect(links.read(forged.toString('base64url'))).toBeUndefined()
    expect(links.read(token.slice(0, at))).toBeUndefined()
  }
  for (const other of [`${token}A`, `${token}=`, ` ${token}`, `${token}.x`, 'ü'.repeat(500)]) {
    expect(links.read(other)).toBeUndefined()
  }
  const elsewhere = new MediaLinks(new Installation(Buffer.alloc(32, 8)))
  expect(links.read(elsewhere.tokenFor(key))).toBeUndefined()
})

test.each<[name: string, ends: string]>([
  [`${'a'.repeat(146)}.pdf`, 'a.pdf'],
  [`${'🙂'.repeat(145)}.docx`, '🙂.docx'],
  [`a${'🙂'.repeat(145)}.docx`, '🙂.docx'],
  ['é'.repeat(150), 'é'],
  [`${'a'.repeat(120)}.${'b'.repeat(29)}`, 'a'],
  [`${'a'.repeat(96)}.pdf`, `${'a'.repeat(96)}.pdf`],
])('the address of %s is one that the router takes', (name, ends) => {
  const path = links.pathFor(key.orgId, {
    id: key.id,
    kind: 'document',
    name,
    contentType: 'application/pdf',
  })
  const last = decodeURIComponent(path.split('/').at(-1) ?? '')
  expect(last.length).toBeLessThanOrEqual(100)
  expect(last.length).toBeGreaterThan(97)
  expect(last.endsWith(ends)).toBe(true)
  expect(path).toMatch(/^[\x21-\x7e]+$/)
})
