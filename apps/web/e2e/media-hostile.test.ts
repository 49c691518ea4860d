import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import { expect, it } from 'vitest'
import { control, Desk, openOffice } from './desk.js'
import { picture } from './files.js'

it('runs nothing of what customers send, wherever it is opened', async () => {
  const stack = await sharedStack()
  const office = await openOffice(stack)
  const { accountSid, number: to } = office
  // Whatever runs calls out to here.
  const calls: string[] = []
  const ear = createServer(({ url = '' }, response) => {
    calls.push(url)
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end()
  }).listen(0, '127.0.0.1')
  await once(ear, 'listening')
  const called = `http://127.0.0.1:${(ear.address() as AddressInfo).port}`
  const run = (name: string) =>
    `fetch('${called}/${name}');new Image().src='${called}/${name}-image';window.ran=1`
  const page = (name: string) => `<!doctype html><html><body><script>${run(name)}</script></body></html>`
  const svg = (name: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" onload="${run(name)}"><script>${run(name)}</script></svg>`
  const png = Buffer.from(picture.base64, 'base64')
  const hostile: [contentType: string, name: string, content: string | Buffer, servedType?: string][] = [
    ['image/jpeg', 'cat.jpg', page('jpg')],
    ['text/html', 'page.html', page('html')],
    ['image/png', 'lies.png', page('lies'), 'text/html'],
    ['image/svg+xml', 'drawing.svg', svg('svg')],
    ['image/svg+xml', 'xml.svg', `<?xml version="1.0"?>${svg('xml')}`],
    [
      'application/xhtml+xml',
      'x.xhtml',
      `<html xmlns="http://www.w3.org/1999/xhtml"><script>${run('xhtml')}</script></html>`,
    ],
    ['text/javascript', 'a.js', run('js')],
    ['application/pdf', 'a.pdf', `%PDF-1.4\n${page('pdf')}`],
    [
      'text/vcard',
      'card.vcf',
      `BEGIN:VCARD\nVERSION:3.0\nFN:<img src=x onerror="${run('card')}">\nEND:VCARD`,
    ],
    ['image/gif', 'both.gif', Buffer.from(`GIF89a/*\0\0\0\0;*/=1;${page('gif')}`, 'latin1')],
    ['image/png', 'tail.png', Buffer.concat([png, Buffer.from(page('tail'))])],
    ['video/mp4', 'film.mp4', page('film')],
    ['audio/ogg', 'note.ogg', Buffer.from(`OggS\0\x02${page('note')}`)],
    ['application/pdf', `"><img src=x onerror=${run('name')}>.pdf`, '%PDF-1.4\n'],
  ]

  const desk = await Desk.open(await sharedChromium(), stack)
  const window_ = desk.page
  const dialogs: string[] = []
  window_.on('dialog', (dialog) => void dialog.dismiss().then(() => dialogs.push(dialog.message())))
  await desk.signIn(office)
  for (const [contentType, name, content, servedType] of hostile) {
    const base64 = Buffer.from(content).toString('base64')
    const media = [{ contentType, name, base64, ...(servedType ? { servedType } : {}) }]
    await control(stack, 'POST', '/messages', { accountSid, to, from: 'maria', body: '', media })
  }
  await desk.openConversation('María')
  const thread = window_.getByTestId('thread')
  await expect.poll(() => thread.getByTestId('message').count()).toBe(hostile.length)
  await expect.poll(() => thread.locator('[data-state="waiting"]').count()).toBe(0)
  await thread.getByTestId('picture').first().waitFor()

  // In the inbox they are pressed: of more than ten Chromium asks whether they may all be saved.
  const sheets = thread.getByTestId('document')
  await expect.poll(() => sheets.count()).toBeGreaterThan(8)
  const hrefs = await sheets.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  for (const [at] of hrefs.slice(0, 8).entries()) {
    const sheet = sheets.nth(at)
    const [download] = await Promise.all([
      window_.waitForEvent('download', { timeout: 8_000 }),
      sheet.click(),
    ]).catch(async (error: unknown) => {
      throw new Error(`nothing was saved of ${String(await sheet.textContent())}`, { cause: error })
    })
    await download.delete()
  }

  // And each is opened by its own address, in a window and within a page of the inbox's own.
  const all = await thread
    .locator('a[href^="/api/v1/media/"], source, audio[src], video[src], img[src^="/api/v1/media/"]')
    .evaluateAll((elements) =>
      elements.map((element) =>
        (element.getAttribute('href') ?? element.getAttribute('src') ?? '').replace(/\/(thumbnail|m4a)$/, ''),
      ),
    )
  const addresses = [...new Set([...hrefs, ...all])].filter(Boolean)
  expect(addresses.length).toBeGreaterThan(9)
  const other = await window_.context().newPage()
  for (const address of addresses) {
    const url = new URL(address, window_.url()).href
    // What is saved opens nothing, and that is how it is said.
    await other
      .goto(url)
      .catch((error: unknown) => expect(String(error)).toMatch(/Download is starting|ERR_ABORTED/))
    expect(await other.evaluate('window.ran')).toBeUndefined()
    const answer = await window_.request.get(url)
    const { 'content-type': type = '', 'content-disposition': place = '', ...headers } = answer.headers()
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toMatch(/^sandbox;/)
    expect(type).not.toMatch(/html|svg|script/)
    if (!/^(image\/(png|gif|jpeg|webp)|audio\/|video\/)/.test(type)) expect(place).toMatch(/^attachment;/)
  }
  await other.close()
  for (const address of addresses) {
    await window_.evaluate(async (src) => {
      for (const kind of ['iframe', 'embed', 'object', 'img'] as const) {
        const element = document.body.appendChild(document.createElement(kind))
        const settled = new Promise((resolve) => {
          element.addEventListener('load', resolve)
          element.addEventListener('error', resolve)
          // What is saved, and what the page's own policy refuses, says neither.
          setTimeout(resolve, 150)
        })
        element.setAttribute(kind === 'object' ? 'data' : 'src', src)
        await settled
        element.remove()
      }
    }, address)
  }
  expect(await window_.evaluate('window.ran')).toBeUndefined()
  expect([calls, dialogs]).toEqual([[], []])
  // The ear hears: what nobody ran would have been heard.
  await fetch(`${called}/heard`)
  expect(calls).toEqual(['/heard'])
  ear.close()
})
