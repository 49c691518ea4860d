import { setPriority } from 'node:os'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Medium } from '@cloudpa/contracts/media'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { endlessNote, film, packedDocx, packedPng, voiceNote } from './make-files.js'
import { endOf, getFile, heardOf, sendFile } from './sent-files.js'
import { SimulatedTwilio, type SentFile } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const maxBytes = 16 * 1024 * 1024
/** How long two hours of sound may take beside three other files. */
const patienceMs = 400_000
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

let stack: Stack
let twilio: SimulatedTwilio
let tenant: Tenant
beforeAll(async () => {
  stack = await startStack({
    simulator: true,
    env: { MEDIA_TIMEOUT_MS: '20000', MEDIA_ATTEMPTS: '1', MEDIA_SOUND_MS: String(patienceMs) },
  })
  twilio = new SimulatedTwilio(stack)
  tenant = (await twilio.connect(1))[0] as Tenant
})
afterAll(() => stack.stop())

const send = (file: SentFile) => sendFile(twilio, tenant, file)
/** Sends sound, and waits until it was listened to. */
const hear = async (file: SentFile) => heardOf(tenant, await twilio.sendFiles(tenant, file))
const get = (path: string, headers: Record<string, string> = {}) => getFile(stack, tenant, path, { headers })

/** In megabytes: what a process holds now, or the most it ever held. */
function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
}

/** How much more memory the worker ever held meanwhile than before, in megabytes. */
async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const { pid } = stack.processes.worker
  const before = memoryOf(pid, 'VmRSS')
  // From here on the most that it holds is counted anew.
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  await work()
  return memoryOf(pid, 'VmHWM') - before
}

describe('a film', () => {
  it('of sixteen megabytes is kept, and served in parts', async () => {
    const content = film(maxBytes)
    const medium = await send({ contentType: 'video/mp4', content })
    expect(medium).toMatchObject({ kind: 'video', state: 'ready', bytes: maxBytes, contentType: 'video/mp4' })
    const first = await get(medium.id, { range: 'bytes=0-' })
    expect([first.status, first.header('content-range'), first.body.equals(content)]).toEqual([
      206,
      `bytes 0-${maxBytes - 1}/${maxBytes}`,
      true,
    ])
    const middle = await get(medium.id, { range: 'bytes=8000000-8000999' })
    expect([middle.status, middle.body.equals(content.subarray(8_000_000, 8_001_000))]).toEqual([206, true])
    expect(middle.header('content-type')).toBe('video/mp4')
  })

  it('of a byte more is not, whether it says so or not', async () => {
    const medium = await send({ contentType: 'video/mp4', content: film(maxBytes + 1) })
    expect(medium).toMatchObject({ kind: 'video', state: 'failed', reason: 'too_large', bytes: null })
    expect((await get(medium.id)).status).toBe(404)
  })
})

const script = '<script>parent.postMessage("ran","*");fetch("/ran")</script>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="fetch('/ran')">${script}</svg>`

/** Forty-nine megapixels of 16 bits in several passes, in less than a megabyte: 390 MB, unpacked. */
const wholePicture = () =>
  sharp({ create: { width: 7_000, height: 7_000, channels: 4, background: '#0000' } })
    .toColourspace('rgb16')
    .png({ progressive: true })
    .toBuffer()

describe('what could run, or unpack', () => {
  it.each<[string, () => SentFile | Promise<SentFile>]>([
    ['a page named .jpg', () => ({ contentType: 'image/jpeg', content: script, name: 'cat.jpg' })],
    ['a page', () => ({ contentType: 'text/html', content: `<!doctype html>${script}` })],
    [
      'a page behind a byte order mark',
      () => ({ contentType: 'image/png', content: `\ufeff<html>${script}` }),
    ],
    ['a drawing', () => ({ contentType: 'image/svg+xml', content: svg })],
    [
      'a drawing with a heading',
      () => ({ contentType: 'image/svg+xml', content: `<?xml version="1.0"?>${svg}` }),
    ],
    ['a drawing named .png', () => ({ contentType: 'image/png', servedType: 'image/svg+xml', content: svg })],
    ['a script', () => ({ contentType: 'text/javascript', content: 'fetch("/ran")', name: 'a.js' })],
    ['a PDF', () => ({ contentType: 'application/pdf', content: '%PDF-1.7\n1 0 obj <</OpenAction 2 0 R>>' })],
    [
      'a page of parts',
      () => ({ contentType: 'multipart/related', content: `MIME-Version: 1.0\n\n${script}` }),
    ],
    [
      'a DOCX of three gigabytes',
      () => ({ contentType: docx, content: packedDocx(1_000_000_000), name: 'a.docx' }),
    ],
    ['a picture of a gigapixel', () => ({ contentType: 'image/png', content: packedPng(32_000, 32_000) })],
    [
      'a picture that is read as a whole',
      async () => ({ contentType: 'image/png', content: await wholePicture() }),
    ],
  ])('is saved, never opened: %s', async (_, make) => {
    const file = await make()
    let medium: Medium | undefined
    const growth = await growthDuring(async () => {
      medium = await send(file)
    })
    expect(medium).toMatchObject({ kind: 'document', state: 'ready', thumbnail: false })
    const { header, status } = await get(medium?.id ?? '')
    expect([status, header('x-content-type-options')]).toEqual([200, 'nosniff'])
    expect(header('content-disposition')).toMatch(/^attachment; filename=/)
    expect(header('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(header('content-type')).not.toMatch(/html|svg|javascript|multipart/)
    expect(growth).toBeLessThan(100)
  })

  it('is drawn without its note: a small picture that brings half a gigabyte of words', async () => {
    let medium: Medium | undefined
    const growth = await growthDuring(async () => {
      medium = await send({ contentType: 'image/png', content: packedPng(40, 30, 500_000_000) })
    })
    expect(medium).toMatchObject({ state: 'ready' })
    expect(growth).toBeLessThan(100)
  })
})

describe('sound', () => {
  it('has its length, its waveform, and a copy that every browser plays', async () => {
    const content = voiceNote(5)
    const medium = await hear({ contentType: 'audio/ogg', content })
    expect(medium).toMatchObject({ kind: 'voice', state: 'ready', contentType: 'audio/ogg', m4a: true })
    expect(Math.abs((medium.durationMs ?? 0) - 5_000)).toBeLessThan(100)
    expect(medium.peaks).toHaveLength(64)
    expect([medium.peaks?.[16], medium.peaks?.[48]].map((peak) => Math.round((peak ?? 0) / 10))).toEqual([
      10, 5,
    ])
    // What came is kept as it came.
    expect((await get(medium.id)).body.equals(content)).toBe(true)
    const copy = await get(`${medium.id}/m4a`)
    expect([copy.status, copy.header('content-type')]).toEqual([200, 'audio/mp4'])
    expect(copy.body.subarray(4, 12).toString('latin1')).toBe('ftypM4A ')
    const part = await get(`${medium.id}/m4a`, { range: 'bytes=4-11' })
    expect([part.status, String(part.body)]).toEqual([206, 'ftypM4A '])
  })

  it('that every browser plays has no copy', async () => {
    const medium = await hear({ contentType: 'audio/mpeg', content: voiceNote(2, 'mp3') })
    expect(medium).toMatchObject({ kind: 'audio', state: 'ready', contentType: 'audio/mpeg' })
    expect([medium.m4a, medium.peaks?.length]).toEqual([undefined, 64])
    expect((await get(`${medium.id}/m4a`)).status).toBe(404)
  })

  it('that is none is kept as it came', async () => {
    const content = Buffer.concat([voiceNote(1).subarray(0, 60), Buffer.alloc(5_000, 7)])
    const sid = await twilio.sendFiles(tenant, { contentType: 'audio/ogg', content })
    const { id } = await endOf(tenant, sid)
    const statement = 'SELECT FROM media WHERE id = $1 AND NOT unheard'
    await waitFor(async () => (await askDatabase(stack, statement, [id])).length > 0)
    const medium = await endOf(tenant, sid)
    expect(medium).toMatchObject({ kind: 'voice', state: 'ready', durationMs: null, peaks: null })
    expect(medium.m4a).toBeUndefined()
    expect((await get(medium.id)).body.equals(content)).toBe(true)
  })

  it(
    'of two hours has its length and a waveform like any other, and nobody’s memory grows',
    async () => {
      const content = endlessNote(2)
      expect(content.length).toBeLessThan(maxBytes)
      const { pid } = stack.processes.worker
      let mostOfFfmpeg = 0
      let medium: Medium | undefined
      const growth = await growthDuring(async () => {
        const sid = await twilio.sendFiles(tenant, { contentType: 'audio/ogg', content })
        const end = heardOf(tenant, sid, patienceMs).then((ended) => {
          medium = ended
        })
        await waitFor(
          () => {
            const children = childrenOf(pid)
            for (const child of children) hurry(child)
            mostOfFfmpeg = Math.max(mostOfFfmpeg, ...children.map((child) => memoryOf(child, 'VmHWM')))
            return medium !== undefined
          },
          { timeoutMs: patienceMs },
        )
        await end
      })
      expect(medium).toMatchObject({ kind: 'voice', state: 'ready', m4a: true })
      // At each of its seams some milliseconds are one minute's as well as the next one's.
      expect(Math.abs((medium?.durationMs ?? 0) - 7_200_000)).toBeLessThan(5_000)
      expect(medium?.peaks).toHaveLength(64)
      expect(growth).toBeLessThan(60)
      expect(mostOfFfmpeg).toBeGreaterThan(0)
      expect(mostOfFfmpeg).toBeLessThan(120)
    },
    2 * patienceMs,
  )
})

/** ffmpeg gives way to everything else, and a suite leaves no processor idle. Only root may take that back. */
function hurry(pid: number): void {
  try {
    setPriority(pid, 0)
  } catch {
    // It takes its time, then.
  }
}

function childrenOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    return children
      .filter(Boolean)
      .map(Number)
      .filter((child) => readFileSync(`/proc/${child}/cmdline`).length > 0)
  } catch {
    // It has ended between two looks.
    return []
  }
}

it('is never held as a whole: twenty files of sixteen megabytes at once', async () => {
  const files = Array.from({ length: 20 }, (): SentFile => ({ contentType: 'video/mp4', bytes: maxBytes }))
  const growth = await growthDuring(async () => {
    const sids = await Promise.all(files.map((file) => twilio.sendFiles(tenant, file)))
    const ends = await Promise.all(sids.map((sid) => endOf(tenant, sid)))
    expect(ends.map(({ state, bytes }) => [state, bytes])).toEqual(files.map(() => ['ready', maxBytes]))
  })
  expect(growth).toBeLessThan(100)
})
