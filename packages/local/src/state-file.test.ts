import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadDemo } from './demo.js'
import { recall, placeIn } from './embedded-cluster.js'
import { readState, writeState } from './state-file.js'

let dir: string
beforeEach(() => (dir = fs.mkdtempSync(join(tmpdir(), 'cloudpa-state-'))))
afterEach(() => fs.rmSync(dir, { recursive: true }))

it('comes back as it was written, for its owner alone, and leaves no draft', () => {
  const file = join(dir, 'some.json')
  expect(readState(file, [], '')).toBeUndefined()
  writeState(file, { one: 1 })
  expect(readState<{ one: number }>(file, ['one'], '')).toEqual({ one: 1 })
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  expect(fs.readdirSync(dir)).toEqual(['some.json'])
})

it.each(['', '{', 'null', '"text"', '{"email":"x"}'])('is named with what helps when it holds %j', (text) => {
  fs.writeFileSync(join(dir, 'demo.json'), text)
  expect(() => loadDemo(dir)).toThrow(
    `${join(dir, 'demo.json')} is empty or broken. Restore it from the backup, or`,
  )
  fs.writeFileSync(join(dir, 'postgres.json'), text)
  expect(() => recall(placeIn(dir))).toThrow(`${join(dir, 'postgres.json')} is empty or broken. Restore it`)
})
