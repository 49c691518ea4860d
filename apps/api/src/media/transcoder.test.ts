import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { readEnv } from '../env.js'
import { findFfmpeg } from './find-ffmpeg.js'
import { Transcoder, type TranscodeTrouble } from './transcoder.js'

const folder = mkdtempSync(join(tmpdir(), 'cloudpa-sound-'))
afterAll(() => rmSync(folder, { recursive: true }))

const env = readEnv({})
const transcoder = new Transcoder(env)
const asking = { orgId: 'org' }
const pathOf = (name: string) => join(folder, name)

let ffmpeg = ''
beforeAll(async () => {
  ffmpeg = (await findFfmpeg(env)) ?? ''
})

/** A file of sound as whatever its name ends in: half as loud in its second half. */
function record(name: string, seconds: number, ...as: string[]): string {
  const hum = `aevalsrc=if(lt(t\\,${seconds / 2})\\,0.8\\,0.4)*sin(2000*t):d=${seconds}:s=48000`
  execFileSync(ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', hum, ...as, pathOf(name)])
  return pathOf(name)
}

const meanOf = (peaks: number[] = []) => peaks.reduce((sum, peak) => sum + peak, 0) / peaks.length

const troubleOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    ({ trouble, message }: { trouble?: TranscodeTrouble; message: string }) => trouble ?? message,
  )

describe('sound', () => {
  it.each([
    ['a voice note', 'note.ogg', ['-c:a', 'libopus', '-b:a', '16k']],
    ['what Chrome records', 'chrome.webm', ['-c:a', 'libopus']],
    ['what Safari records', 'safari.mp4', ['-c:a', 'aac']],
    ['what old phones record', 'old.amr', ['-c:a', 'libopencore_amrnb', '-ar', '8000', '-ac', '1']],
    ['music', 'music.mp3', ['-c:a', 'libmp3lame']],
    ['plain samples', 'plain.wav', []],
  ])('is measured, and written in both formats: %s', async (_, name, as) => {
    const path = record(name, 4, ...as)
    const { durationMs, peaks } = await transcoder.measure(path, asking)
    expect(Math.abs((durationMs ?? 0) - 4_000)).toBeLessThan(120)
    expect(peaks).toHaveLength(64)
    expect(Math.max(...(peaks ?? []))).toBe(100)
    expect(meanOf(peaks?.slice(4, 28))).toBeGreaterThan(75)
    expect(Math.abs(meanOf(peaks?.slice(36, 60)) / meanOf(peaks?.slice(4, 28)) - 0.5)).toBeLessThan(0.1)

    const copies = [pathOf('copy.m4a'), pathOf('copy.ogg')] as const
    const written = [
      await transcoder.toM4a(path, copies[0], asking),
      await transcoder.toVoiceNote(path, copies[1], asking),
    ]
    const contents = copies.map((copy) => readFileSync(copy))
    expect(contents.map(({ length }) => length)).toEqual(written.map(({ bytes }) => bytes))
    // They are measured on the way.
    for (const one of written) expect([one.durationMs, one.peaks]).toEqual([durationMs, peaks])
    expect(contents[0]?.subarray(4, 12).toString('latin1')).toBe('ftypM4A ')
    expect(contents[1]?.subarray(0, 36).toString('latin1')).toMatch(/^OggS.*OpusHead/s)
    // One channel, says the header of Opus behind its version.
    expect(contents[1]?.[37]).toBe(1)
    for (const copy of copies) {
      const again = await transcoder.measure(copy, asking)
      expect(Math.abs((again.durationMs ?? 0) - 4_000)).toBeLessThan(150)
    }
  })

  it('that is silent is flat', async () => {
    const path = pathOf('silent.wav')
    execFileSync(ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'anullsrc', '-t', '1', path])
    const { peaks } = await transcoder.measure(path, asking)
    expect(new Set(peaks)).toEqual(new Set([0]))
  })
})

describe('what is no sound', () => {
  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['letters', 'hello'],
    ['the beginning of an Ogg', Buffer.from('OggS\0\x02')],
    // Each would have another file read.
    ['a playlist', '#EXTM3U\n#EXTINF:1,\nother.wav\n'],
    ['a list of files', "ffconcat version 1.0\nfile 'other.wav'\n"],
  ])('is said to be none: %s', async (name, content) => {
    record('other.wav', 1)
    const path = pathOf(name.replaceAll(' ', '-'))
    writeFileSync(path, content)
    expect(await troubleOf(transcoder.measure(path, asking))).toBe('unreadable')
    expect(await troubleOf(transcoder.toM4a(path, pathOf('none.m4a'), asking))).toBe('unreadable')
  })
})

it('is not waited for longer than it may take, and ends with its process', async () => {
  const path = record('longer.wav', 600)
  const hasty = new Transcoder({ ...env, MEDIA_SOUND_MS: 50 })
  await hasty.isThere()
  const runs = Array.from({ length: 3 }, () => troubleOf(hasty.toVoiceNote(path, pathOf('late.ogg'), asking)))
  expect(await Promise.all(runs)).toEqual(['too_slow', 'too_slow', 'too_slow'])
  const ending = new AbortController()
  const ended = troubleOf(
    transcoder.toVoiceNote(path, pathOf('late.ogg'), { ...asking, signal: ending.signal }),
  )
  ending.abort(new Error('the process ends'))
  expect(await ended).toBe('the process ends')
})

it('is no voice note where it is too long, and is listened to all the same', async () => {
  const path = record('minutes.wav', 120)
  const short = { ...asking, longestMs: 3_000 }
  expect(await troubleOf(transcoder.toVoiceNote(path, pathOf('minutes.ogg'), short))).toBe('too_long')
  expect(await troubleOf(transcoder.toVoiceNote(record('3.wav', 3), pathOf('3.ogg'), short))).toBe('none')
  expect(await troubleOf(transcoder.measure(path, asking))).toBe('none')
})

it('has its time from when its turn comes, however long others take before it', async () => {
  const slow = pathOf('slow-ffmpeg')
  const wait = 'case "$*" in *-encoders*) ;; *) sleep 1.5 ;; esac'
  writeFileSync(slow, `#!/bin/sh\n${wait}\nexec ${ffmpeg} "$@"\n`, { mode: 0o755 })
  const path = record('one-of-four.wav', 1)
  const one = new Transcoder({ ...env, FFMPEG: slow, MEDIA_SOUND_MS: 5_000 })
  // One of an org at a time: the last one waits longer than any may take.
  const runs = Array.from({ length: 4 }, () => troubleOf(one.measure(path, asking)))
  expect(await Promise.all(runs)).toEqual(['none', 'none', 'none', 'none'])
  const ending = new AbortController()
  const waiting = [1, 2].map(() => troubleOf(one.measure(path, { ...asking, signal: ending.signal })))
  ending.abort(new Error('hung up'))
  expect(await Promise.all(waiting)).toEqual(['hung up', 'hung up'])
  expect(await troubleOf(one.measure(path, asking))).toBe('none')
}, 60_000)

it('is probed again after a slow probe, and found when installed later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const program = pathOf('late-ffmpeg')
  const path = record('late.wav', 1)
  const late = new Transcoder({ ...env, FFMPEG: program })
  expect(await troubleOf(late.measure(path, asking))).toBe('absent')
  writeFileSync(program, `#!/bin/sh\nexec ${ffmpeg} "$@"\n`, { mode: 0o755 })
  expect(await troubleOf(late.measure(path, asking))).toBe('absent')
  vi.advanceTimersByTime(60_000)
  expect(await troubleOf(late.measure(path, asking))).toBe('none')

  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('late')))
  onTestFinished(() => timeout.mockRestore())
  const crowded = new Transcoder({ ...env, FFMPEG: program })
  expect(await troubleOf(crowded.measure(path, asking))).toBe('busy')
  expect(await crowded.isThere()).toBe(false)
  timeout.mockRestore()
  expect(await troubleOf(crowded.measure(path, asking))).toBe('none')
})

it('fails at each file for itself, where there is no ffmpeg', async () => {
  for (const FFMPEG of ['/nowhere/ffmpeg', process.execPath]) {
    const without = new Transcoder({ ...env, FFMPEG })
    expect(await without.isThere()).toBe(false)
    expect(await troubleOf(without.measure(pathOf('note.ogg'), asking))).toBe('absent')
  }
})

it('takes an installed one before the packaged one, if it can do what is needed', async () => {
  const installed = mkdtempSync(join(folder, 'bin-'))
  const program = join(installed, 'ffmpeg')
  const PATH = `/nowhere:${installed}`
  writeFileSync(program, '#!/bin/sh\necho " A..... aac  AAC"\n', { mode: 0o755 })
  expect(await findFfmpeg({ FFMPEG: undefined, PATH })).not.toBe(program)
  writeFileSync(program, '#!/bin/sh\necho " A..... aac  AAC"; echo " A..... libopus  Opus"\n', {
    mode: 0o755,
  })
  expect(await findFfmpeg({ FFMPEG: undefined, PATH })).toBe(program)
})
