import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const built = join(import.meta.dirname, '../dist')
const stripper = pathToFileURL(join(import.meta.dirname, 'strip-filters.mjs')).href

/** Where a statement of SQL says of which org a row must be. */
const sqlFilter = /= \$\{(?:\w+\.)?orgId\}::uuid/g
/** Everything that goes through the door with SQL of its own; Prisma's queries are met at the door. */
const ownSql = [
  'auth/hold-admin.js',
  'chat-accounts/claims.service.js',
  'contacts/change-contacts.js',
  'contacts/contacts.queries.js',
  'contacts/import-rows.js',
  'contacts/merge-contacts.js',
  'conversations/act.js',
  'conversations/conversations.service.js',
  'conversations/page-conversations.js',
  'labels/hold-labels.js',
  'labels/labels.service.js',
  'labels/take-off.js',
  'media/send-upload.js',
  'notes/mentions.service.js',
  'notes/write-note.js',
  'orgs/answering-members.js',
  'orgs/members.service.js',
  'outbound/find-conversation.js',
  'outbound/find-unfinished.js',
  'outbound/outbox.js',
  'outbound/record-status.js',
  'outbound/scheduled-rows.js',
  'outbound/store-messages.js',
  'search/fold-next.js',
  'search/fold-texts.js',
  'templates/template-looks.js',
]

/** A built copy of the product in which its own org filters are switched off, wherever it goes through the door. */
export interface UnfilteredCopy {
  entries: { api: string; worker: string }
  remove(): void
}

/** @throws when a filter that is to be switched off is not where it was: then this list must be mended first */
export function copyWithoutFilters(): UnfilteredCopy {
  // Beside the built API, so that it finds the same packages; holding a dist, so that no tool takes it for source.
  const folder = join(built, `../.unfiltered-${process.pid}`)
  const copy = join(folder, 'dist')
  cpSync(built, copy, { recursive: true })
  const change = (file: string, piece: RegExp, by: string) => {
    const path = join(copy, file)
    const source = readFileSync(path, 'utf8')
    const changed = source.replace(piece, by)
    if (changed === source) throw new Error(`${file} holds nothing like ${String(piece)}`)
    writeFileSync(path, changed)
  }
  for (const file of ownSql) change(file, sqlFilter, 'IS NOT NULL')
  change('conversations/load-changed.js', /\(org_id, id\) = \(named\.org_id, named\.(\w+)\)/, 'id = named.$1')
  change('notes/read-notes.js', /\(org_id, id\) = \(named\.org_id, named\.note_id\)/, 'id = named.note_id')
  for (const file of ['search/find-messages.js', 'search/find-people.js'])
    change(file, /\(org_id, (\w+)\) = \(\w+\.org_id, (\w+\.\w+)\)/g, '$1 = $2')
  change('platform/database.js', /createDoor\((\{ url:[^;]*?\})\)/, 'withoutFilters(createDoor($1))')
  change('platform/database.js', /^/, `import { withoutFilters } from '${stripper}';\n`)
  return {
    entries: { api: join(copy, 'main.js'), worker: join(copy, 'worker.js') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
