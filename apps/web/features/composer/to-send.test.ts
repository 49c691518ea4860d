import { maxBodyLength } from '@cloudpa/contracts/send-limits'
import { describe, expect, it } from 'vitest'
import type { TrayFile } from '../sending/tray'
import { toSend } from './to-send'

const file = (id: string, kind: TrayFile['kind'], change: Partial<TrayFile> = {}): TrayFile => ({
  id,
  kind,
  name: id,
  type: '',
  bytes: 1,
  ...change,
})
const said = (files: TrayFile[], text: string) =>
  toSend(files, text).map(({ body, carried }) => [
    carried && 'file' in carried ? carried.file.id : null,
    body,
  ])

describe('what leaves', () => {
  it('is the words under a picture or a film that is alone', () => {
    expect(said([file('a', 'image')], 'Look')).toEqual([['a', 'Look']])
    expect(said([file('a', 'video')], 'Look')).toEqual([['a', 'Look']])
  })

  it('is the words behind several files, and behind what shows no words', () => {
    const three = [file('a', 'image'), file('b', 'image'), file('c', 'document')]
    expect(said(three, 'Look')).toEqual([
      ['a', ''],
      ['b', ''],
      ['c', ''],
      [null, 'Look'],
    ])
    expect(said([file('a', 'document')], 'The list')).toEqual([
      ['a', ''],
      [null, 'The list'],
    ])
  })

  it('is the words behind a picture that has no room for so many', () => {
    const long = 'x'.repeat(maxBodyLength + 1)
    expect(said([file('a', 'image')], long)).toEqual([
      ['a', ''],
      [null, long],
    ])
  })

  it('leaves out what can’t be sent, and counts it for nothing', () => {
    expect(said([file('a', 'image'), file('b', 'document', { fault: 'tooLarge' })], 'Look')).toEqual([
      ['a', 'Look'],
    ])
    expect(said([file('b', 'document', { fault: 'tooLarge' })], '')).toEqual([])
  })
})
