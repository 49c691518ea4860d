import type { ImportAnswer } from '@cloudpa/contracts/contacts'
import type { Desk } from '../../desk.js'
import { answer, byId, fail, openDialog, refuse, see, seeWaiting, trouble, visible } from '../reach.js'
import type { Room } from '../state.js'

const row = '[data-contact-row]'
const asksForContacts = /\/api\/v1\/contacts\?/
const asksForContact = /\/api\/v1\/contacts\/[\da-f-]{36}$/
const asksForImport = /\/api\/v1\/contacts\/import/

const previewed: ImportAnswer = {
  dryRun: true,
  country: 'ES',
  rows: 9,
  made: 4,
  labels: ['E-mail', 'Birthday'],
  renamed: 1,
  unchanged: 1,
  failed: 3,
  faults: [
    { line: 4, reason: 'number', value: 'ask her' },
    { line: 7, reason: 'duplicate', value: '+34600112890' },
    { line: 9, reason: 'no_number', value: 'Restaurante La Esquina de Doña Concepción' },
  ],
  sample: [
    { line: 2, name: 'Nuria Roca', formattedPhone: '+34 622 70 15 15', becomes: 'made' },
    { line: 3, name: 'María López', formattedPhone: '+34 600 11 28 90', becomes: 'renamed' },
  ],
}

async function openImport(desk: Desk): Promise<void> {
  await see(desk, '/contacts', row)
  await openDialog(desk.page, 'main button:has-text("Import"), main button:has(.lucide-upload)')
}

const choose = (desk: Desk) =>
  desk.page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('name,phone\n') })

async function openOne(desk: Desk): Promise<void> {
  await see(desk, '/contacts', row)
  await desk.page.locator(row).first().click()
  await visible(desk.page, 'textarea')
}

/** Whom the org knows, and the panel beside a conversation. */
export const contacts: Room = {
  name: 'contacts',
  states: [
    { name: 'list', shows: 'Contacts', as: 'owner', reach: (desk) => see(desk, '/contacts', row) },
    { name: 'one', shows: 'A contact', as: 'owner', reach: openOne },
    {
      name: 'as-member',
      shows: 'Contacts, as somebody who only answers',
      as: 'member',
      reach: openOne,
    },
    {
      name: 'none',
      shows: 'Contacts, none yet',
      as: 'newcomer',
      reach: (desk) => see(desk, '/contacts', 'main h3'),
    },
    {
      name: 'not-found',
      shows: 'Contacts, nobody found',
      as: 'owner',
      reach: async (desk) => {
        await see(desk, '/contacts', row)
        await desk.page.locator('main input[type="search"]').fill('nobody of that name')
        await desk.page.locator(row).first().waitFor({ state: 'detached' })
      },
    },
    {
      name: 'loading',
      shows: 'Contacts, loading',
      as: 'owner',
      loads: true,
      reach: (desk) => seeWaiting(desk, '/contacts', asksForContacts),
    },
    {
      name: 'error',
      shows: 'Contacts, could not be loaded',
      as: 'owner',
      reach: async (desk) => {
        await fail(desk.page, asksForContacts)
        await see(desk, '/contacts', trouble)
      },
    },
    {
      name: 'gone',
      shows: 'A contact that isn’t here',
      as: 'owner',
      reach: async (desk) => {
        await refuse(desk.page, asksForContact, 'nothing_here', {})
        await see(desk, '/contacts/00000000-0000-7000-8000-000000000000', trouble)
      },
    },
    {
      name: 'naming',
      shows: 'A name being changed',
      as: 'owner',
      reach: async (desk) => {
        await openOne(desk)
        await desk.page.locator('h2 button:has(.lucide-pencil)').click()
        await visible(desk.page, 'main input[maxlength="80"]')
      },
    },
    { name: 'import', shows: 'Import, choosing a file', as: 'owner', reach: openImport },
    {
      name: 'import-preview',
      shows: 'Import, preview with errors by row',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, asksForImport, previewed)
        await openImport(desk)
        await choose(desk)
        await visible(desk.page, byId('import-faults'))
      },
    },
    {
      name: 'import-result',
      shows: 'Import, done',
      as: 'owner',
      reach: async (desk) => {
        await answer(desk.page, asksForImport, previewed)
        await openImport(desk)
        await choose(desk)
        await visible(desk.page, byId('import-faults'))
        await desk.page.locator('[role="dialog"] footer button').last().click()
        await desk.page.getByTestId('import-faults').waitFor({ state: 'detached' })
      },
    },
    {
      name: 'import-refused',
      shows: 'Import, a file that can’t be read',
      as: 'owner',
      reach: async (desk) => {
        await refuse(desk.page, asksForImport, 'csv_encoding', {})
        await openImport(desk)
        await choose(desk)
        await visible(desk.page, '[role="dialog"] [role="alert"]')
      },
    },
    {
      name: 'merge',
      shows: 'Merge, what comes together',
      as: 'owner',
      reach: async (desk) => {
        await openOne(desk)
        await openDialog(desk.page, 'main button:has(.lucide-merge)')
        await desk.page.locator('[role="dialog"] li button').nth(1).click()
        await visible(desk.page, '[role="dialog"] section')
      },
    },
  ],
}
