import { maxFileBytes, maxPictureBytes } from '@cloudpa/contracts/send-limits'
import { describe, expect, it } from 'vitest'
import { judge } from './check-file'

const file = (name: string, type: string, size = 1_000) => ({ name, type, size })

describe('a file', () => {
  it.each([
    [file('a.jpg', 'image/jpeg'), 'image'],
    [file('a.mp4', 'video/mp4'), 'video'],
    [file('a.m4a', 'audio/x-m4a'), 'audio'],
    [file('a.pdf', 'application/pdf'), 'document'],
    [file('Ana.vcf', ''), 'contacts'],
    [file('list.xlsx', 'application/octet-stream'), 'document'],
  ])('%o leaves as it is', (one, kind) => {
    expect(judge(one)).toMatchObject({ kind, scale: false })
  })

  it('of a picture that WhatsApp does not take so is made one that it takes', () => {
    expect(judge(file('a.webp', 'image/webp'))).toMatchObject({ kind: 'image', scale: true })
    expect(judge(file('a.heic', ''))).toMatchObject({ kind: 'image', scale: true })
    expect(judge(file('a.jpg', 'image/jpeg', maxPictureBytes))).toMatchObject({ scale: false })
    expect(judge(file('a.jpg', 'image/jpeg', maxPictureBytes + 1))).toMatchObject({ scale: true })
  })

  it('that is too large, of no kind that WhatsApp takes, or empty, is refused', () => {
    expect(judge(file('a.pdf', 'application/pdf', maxFileBytes))).toMatchObject({ kind: 'document' })
    expect(judge(file('a.pdf', 'application/pdf', maxFileBytes + 1))).toEqual({ fault: 'tooLarge' })
    expect(judge(file('a.jpg', 'image/jpeg', 2e9))).toEqual({ fault: 'pictureTooLarge' })
    expect(judge(file('a.zip', 'application/zip'))).toEqual({ fault: 'notTaken' })
    expect(judge(file('a.svg', 'image/svg+xml'))).toEqual({ fault: 'notTaken' })
    expect(judge(file('a.pdf', 'application/pdf', 0))).toEqual({ fault: 'empty' })
  })
})
