import { readOutside } from '@cloudpa/testing/cases'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadReadNumber, type ReadNumber } from './read-number'

let read: ReadNumber
beforeAll(async () => {
  read = await loadReadNumber()
})

const spanish = '+34910000000'

interface Example {
  region: string
  e164: string
  national: string
  international: string
}

describe('a number', () => {
  it.each([
    ['+34 612 345 678', '+34612345678'],
    ['612 345 678', '+34612345678'],
    ['(612) 34-56-78', '+34612345678'],
    ['34612345678', '+34612345678'],
    ['0044 7700 900152', '+447700900152'],
    ['+0044 7700 900152', '+447700900152'],
    ['++44 7700 900152', '+447700900152'],
    ['＋４４　７７００　９００１５２', '+447700900152'],
    ['447911123456', '+447911123456'],
    ['+1 415 555 2671', '+14155552671'],
  ])('%s is %s to somebody in Spain', (written, value) => {
    expect(read(written, spanish)?.value).toBe(value)
  })

  it.each(['', 'Tom', '12', '+', '+34', '612 345 678 ext. 9', '61 234 567', '+34 612 345 678 9012 3456'])(
    'is not "%s"',
    (written) => {
      expect(read(written, spanish)).toBeUndefined()
    },
  )

  it('without its country is one of the org’s own country, and of none where nobody knows', () => {
    expect(read('415 555 2671', '+14155238886')).toMatchObject({ value: '+14155552671', country: 'US' })
    expect(read('612 345 678')).toBeUndefined()
  })

  it('is shown as people read it, with where it is from', () => {
    expect(read('612345678', spanish)).toEqual({
      value: '+34612345678',
      formatted: '+34 612 34 56 78',
      country: 'ES',
    })
  })

  it('of any country is read from how it is written there and abroad', () => {
    const examples: Example[] = [
      {
        region: 'BR',
        e164: '+5511961234567',
        national: '(11) 96123-4567',
        international: '+55 11 96123 4567',
      },
      ...(readOutside<{ cases: Example[] }>('phone-example-numbers.json')?.cases ?? []),
    ]
    for (const { region, e164, national, international } of examples) {
      expect(read(international)?.value).toBe(e164)
      const ours = examples.find((each) => each.region === region)?.e164
      expect([region, read(national, ours)?.value]).toEqual([region, e164])
    }
  })
})
