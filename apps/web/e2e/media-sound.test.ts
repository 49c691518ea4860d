import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Locator } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { control, Desk, openOffice, type Office } from './desk.js'
import { sound, voiceNote } from './files.js'
import { findViolations } from './find-violations.js'

let stack: SharedStack
let office: Office
beforeAll(async () => {
  stack = await sharedStack()
  office = await openOffice(stack)
})

const stateOf = (player: Locator) =>
  player.locator('audio').evaluate((audio: HTMLAudioElement) => ({
    at: audio.currentTime,
    isPlaying: !audio.paused,
    rate: audio.playbackRate,
    source: audio.currentSrc,
  }))
const placeOf = async (player: Locator) => Number(await player.getByRole('slider').inputValue())

it('plays voice notes: one at a time, from anywhere, as fast as was chosen last', async () => {
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  const { accountSid, number: to } = office
  for (const media of [voiceNote, sound])
    await control(stack, 'POST', '/messages', { accountSid, to, from: 'maria', body: '', media: [media] })
  await desk.signIn(office)
  await desk.openConversation('María')
  const players = page.getByTestId('thread').getByTestId('sound')
  await expect.poll(() => players.count()).toBe(2)
  const [note, hum] = [players.nth(0), players.nth(1)]

  // Its length and its waveform are there before any of it is fetched.
  await expect.poll(() => note.textContent()).toContain('0:12')
  expect(await note.locator('rect').count()).toBe(44)
  const heights = await note
    .locator('rect')
    .evaluateAll((waves) => waves.map((wave) => wave.getAttribute('height')))
  expect(new Set(heights).size).toBeGreaterThan(10)
  expect(await findViolations(page, 'a thread with voice notes')).toEqual([])
  const sources = await note
    .locator('source')
    .evaluateAll((all) => all.map((source) => [source.getAttribute('type'), source.getAttribute('src')]))
  expect(sources).toEqual([
    ['audio/ogg; codecs=opus', expect.stringMatching(/^\/api\/v1\/media\/[\da-f-]+$/)],
    ['audio/mp4', expect.stringMatching(/^\/api\/v1\/media\/[\da-f-]+\/m4a$/)],
  ])
  const copy = await page.request.get(new URL(String(sources[1]?.[1]), page.url()).href)
  expect([copy.status(), (await copy.body()).subarray(4, 11).toString()]).toEqual([200, 'ftypM4A'])

  await note.getByRole('button').first().click()
  await expect.poll(async () => (await stateOf(note)).at).toBeGreaterThan(0.2)
  expect((await stateOf(note)).isPlaying).toBe(true)
  await hum.getByRole('button').first().click()
  await expect.poll(async () => (await stateOf(hum)).at).toBeGreaterThan(0)
  expect([(await stateOf(note)).isPlaying, (await stateOf(hum)).isPlaying]).toEqual([false, true])
  await hum.getByRole('button').first().click()
  await expect.poll(async () => (await stateOf(hum)).isPlaying).toBe(false)

  // A press in its middle is the middle, and keys go on from there.
  await note.getByRole('slider').click()
  await expect.poll(() => placeOf(note)).toBeCloseTo(6, 0)
  const middle = await placeOf(note)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => placeOf(note)).toBeCloseTo(middle + 1.2, 1)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => placeOf(note)).toBeCloseTo(middle - 1.2, 1)
  await page.keyboard.press('Home')
  await expect.poll(() => placeOf(note)).toBe(0)
  await page.keyboard.press('End')
  await expect.poll(() => placeOf(note)).toBeCloseTo(12, 0)
  expect((await stateOf(note)).at).toBeCloseTo(12, 0)

  // The speed is one for all, also for the next time.
  const speedOf = (player: Locator) => player.getByRole('button').last()
  await speedOf(note).click()
  expect([await speedOf(note).textContent(), await speedOf(hum).textContent()]).toEqual(['1.5×', '1.5×'])
  await page.reload()
  await expect.poll(() => speedOf(hum).textContent()).toBe('1.5×')
  await hum.getByRole('button').first().click()
  await expect.poll(async () => (await stateOf(hum)).isPlaying).toBe(true)
  expect((await stateOf(hum)).rate).toBe(1.5)
  await speedOf(hum).click()
  await expect.poll(async () => (await stateOf(hum)).rate).toBe(2)
  await desk.close()
})

it('has what this browser can’t play saved instead', async () => {
  const desk = await Desk.open(await sharedChromium(), stack)
  const { accountSid, number: to } = office
  const begun = Buffer.from(voiceNote.base64, 'base64').subarray(0, 60)
  const content = Buffer.concat([begun, Buffer.alloc(5_000, 7)])
  const broken = { contentType: 'audio/ogg', base64: content.toString('base64') }
  await control(stack, 'POST', '/messages', { accountSid, to, from: 'tom', body: '', media: [broken] })
  await desk.signIn(office)
  await desk.openConversation('Tom')
  const thread = desk.page.getByTestId('thread')
  await thread.getByTestId('sound').getByRole('button').first().click()
  await thread.getByTestId('document').waitFor()
})

it('what can’t be reached stays a sound, and is played when it can', async () => {
  const desk = await Desk.open(await sharedChromium(), stack)
  const { accountSid, number: to } = office
  await control(stack, 'POST', '/messages', {
    accountSid,
    to,
    from: 'amina',
    body: '',
    media: [voiceNote],
  })
  await desk.signIn(office)
  await desk.openConversation('Amina')
  const player = desk.page.getByTestId('thread').getByTestId('sound')
  const press = () => player.getByRole('button').first().click()
  await player.waitFor()
  await desk.context.setOffline(true)
  await press()
  await desk.page.getByText('Can’t reach Cloud PA.').first().waitFor()
  expect((await stateOf(player)).isPlaying).toBe(false)
  await desk.context.setOffline(false)
  await press()
  await expect.poll(async () => (await stateOf(player)).at).toBeGreaterThan(0.2)
  expect(await desk.page.getByTestId('document').count()).toBe(0)
  await desk.close()
})
