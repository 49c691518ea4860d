import type { Desk } from '../../desk.js'
import { makePdf, picture } from '../../files.js'
import { drop, paste, refuseMicrophone, type Handed } from '../../hand-files.js'
import { byId, openThread, overlay, painted, visible } from '../reach.js'
import type { Room, State } from '../state.js'
import type { Town } from '../town.js'

const hill: Handed = { name: 'hill.png', type: 'image/png', base64: picture.base64 }
const pdf = (name: string, bytes: number, type = 'application/pdf'): Handed => ({
  name,
  type,
  base64: makePdf(bytes).toString('base64'),
})

const name = 'María López'

/** Files over the text of somebody's thread; whatever is uploaded stands still half way. */
const chosen = (state: string, shows: string, files: Handed[], selector: string): State => ({
  name: state,
  shows,
  as: 'owner',
  reach: async (desk, town) => {
    await desk.page.route(/\/api\/v1\/media$/, () => undefined)
    await openThread(desk, town, name)
    await paste(desk.page, 'composer', files)
    await visible(desk.page, selector)
    await painted(desk.page)
  },
})

async function record(desk: Desk, town: Town, state: 'recording' | 'refused') {
  await openThread(desk, town, name)
  if (state === 'refused') await refuseMicrophone(desk.page)
  await desk.page.getByTestId('record-button').click()
  await visible(desk.page, `${byId('recorder')}[data-state="${state}"]`)
}

async function openPlace(desk: Desk, town: Town) {
  await openThread(desk, town, name)
  const button = desk.page.getByTestId('location-button')
  if (await button.isVisible()) await button.click()
  else {
    await desk.page.getByTestId('add-button').click()
    await visible(desk.page, overlay)
    await desk.page.getByTestId('add-place').click()
  }
  await visible(desk.page, byId('location-dialog'))
}

/** What is sent besides words: files, recordings and places. */
export const files: Room = {
  name: 'files',
  states: [
    chosen('one', 'A picture over the text, on its way', [hill], '[role="progressbar"]'),
    chosen(
      'three',
      'Three files over the text',
      [hill, pdf('Price list 2026.pdf', 240_000), { ...hill, name: 'again.png' }],
      '[role="progressbar"]',
    ),
    chosen(
      'refused',
      'Files that WhatsApp does not take',
      [hill, pdf('plan.pdf', 17 * 1024 * 1024), pdf('plans.zip', 3_000, 'application/zip')],
      byId('tray-fault'),
    ),
    {
      name: 'not-uploaded',
      shows: 'A file that did not get to the server',
      as: 'owner',
      reach: async (desk, town) => {
        await desk.page.route(/\/api\/v1\/media$/, (route) => route.abort())
        await openThread(desk, town, name)
        await paste(desk.page, 'composer', [hill])
        await visible(desk.page, byId('tray-again'))
        await painted(desk.page)
      },
    },
    {
      name: 'drop',
      shows: 'Files that hang over a conversation',
      as: 'owner',
      reach: async (desk, town) => {
        await openThread(desk, town, name)
        await drop(desk.page, 'thread', [hill], false)
        await visible(desk.page, byId('file-drop'))
        await painted(desk.page)
      },
    },
    {
      name: 'recording',
      shows: 'A voice note as it is recorded',
      as: 'owner',
      reach: async (desk, town) => {
        await record(desk, town, 'recording')
        await desk.page.getByTestId('recorder-time').getByText('0:02').waitFor()
      },
    },
    {
      name: 'recording-paused',
      shows: 'A voice note, paused',
      as: 'owner',
      reach: async (desk, town) => {
        await record(desk, town, 'recording')
        await desk.page.getByTestId('recorder-time').getByText('0:02').waitFor()
        await desk.page.getByTestId('recorder-pause').click()
        await visible(desk.page, byId('recorder-resume'))
        await painted(desk.page)
      },
    },
    {
      name: 'recording-refused',
      shows: 'A microphone that is not allowed',
      as: 'owner',
      reach: (desk, town) => record(desk, town, 'refused'),
    },
    {
      name: 'place',
      shows: 'A place to send',
      as: 'owner',
      reach: async (desk, town) => {
        await openPlace(desk, town)
        await desk.page.getByTestId('location-text').fill('41.3833, 2.1777')
        await desk.page.getByTestId('location-label').fill('Studio Marisol')
        await visible(desk.page, byId('location-preview'))
        await painted(desk.page)
      },
    },
  ],
}
