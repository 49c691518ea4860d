import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import ffmpeg from '@ffmpeg-installer/ffmpeg'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { voiceNote } from './make-files.js'
import { endOf, getFile, heardOf, sendFile } from './sent-files.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { upload } from './upload-file.js'

const folder = mkdtempSync(join(tmpdir(), 'cloudpa-held-'))
/** While this file stands, nothing is listened to: each piece of work takes as long as the longest note. */
const held = join(folder, 'held')
const program = join(folder, 'ffmpeg')

let stack: Stack
let twilio: SimulatedTwilio
beforeAll(async () => {
  const wait = `case "$*" in *-encoders*) ;; *) while [ -e ${held} ]; do sleep 0.1; done ;; esac`
  writeFileSync(program, `#!/bin/sh\n${wait}\nexec ${ffmpeg.path} "$@"\n`, { mode: 0o755 })
  const env = { FFMPEG: program, SWEEP_INTERVAL_MS: '200', SWEEP_AGE_MS: '200' }
  stack = await startStack({ simulator: true, env })
  twilio = new SimulatedTwilio(stack)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await stack.stop()
})

it('keeps no picture waiting, its own note neither, and is heard though its worker was killed', async () => {
  writeFileSync(held, '')
  const [talker, other] = (await twilio.connect(2)) as [Tenant, Tenant]
  const said = voiceNote(2)
  const note = { contentType: 'audio/ogg', content: said }
  // More than there are slots, of any line.
  const sids = await Promise.all(Array.from({ length: 6 }, () => twilio.sendFiles(talker, note)))
  const shown = await Promise.all(sids.map((sid) => endOf(talker, sid)))
  expect(shown.map(({ state, peaks }) => [state, peaks])).toEqual(sids.map(() => ['ready', null]))
  expect((await getFile(stack, talker, shown[0]?.id ?? '')).body.equals(said)).toBe(true)
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#0a7' } })
  const content = await picture.png().toBuffer()
  expect(await sendFile(twilio, other, { contentType: 'image/png', content })).toMatchObject({
    state: 'ready',
  })
  // One of an org at a time.
  const claimed = 'SELECT FROM media WHERE org_id = $1 AND unheard AND attempts > 0'
  await waitFor(async () => (await askDatabase(stack, claimed, [talker.orgId])).length > 0)
  expect(await askDatabase(stack, claimed, [talker.orgId])).toHaveLength(1)

  await stack.processes.worker.kill()
  rmSync(held)
  // Its claim would run out in some minutes.
  await askDatabase(stack, 'UPDATE media SET next_attempt_at = now() WHERE unheard', [])
  await stack.processes.worker.start()
  for (const sid of sids) {
    const heard = await heardOf(talker, sid)
    expect(heard).toMatchObject({ state: 'ready', m4a: true })
    expect(Math.abs((heard.durationMs ?? 0) - 2_000)).toBeLessThan(100)
  }
  expect(await askDatabase(stack, 'SELECT FROM media WHERE unheard', [])).toEqual([])
})

it('leaves nothing on a connection that brings many uploads', async () => {
  const [sender] = (await twilio.connect(1)) as [Tenant]
  const pdf = { content: '%PDF-1.4\n%', contentType: 'application/pdf', name: 'a.pdf' }
  // One after another they come on one connection; Node tells of more than ten who listen to it.
  for (let n = 0; n < 14; n += 1) await upload(stack, sender, pdf)
  expect(stack.processes.api.output()).not.toContain('MaxListenersExceeded')
})
