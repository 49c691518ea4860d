import { sayError, knowsReason } from '@cloudpa/contracts/english'
import { Template, TemplateFace, type TemplateList } from '@cloudpa/contracts/templates'
import {
  Prisma,
  type ChatAccount,
  type Template as TemplateRow,
  type TemplateSync,
  type Tx,
} from '@cloudpa/db'
import { newId } from '../platform/new-id.js'
import type { ReadTemplate } from './read-template.js'

const { kind: Kind, category: Category, variables: Variables, state: State } = Template.shape

/** A template as the API shows it, whichever version wrote the row. */
export function presentTemplate(row: TemplateRow): Template {
  const { id, sid, accountSid, name, language, body, reason } = row
  return {
    id,
    sid,
    accountSid,
    name,
    language,
    kind: Kind.catch('other').parse(row.kind),
    category: Category.catch(null).parse(row.category),
    body,
    ...TemplateFace.parse(row.face),
    variables: Variables.parse(row.variables),
    state: State.parse(row.state),
    reason,
    syncedAt: row.syncedAt.toISOString(),
  }
}

/** How the last look at an account went, and which of the org's numbers are its. */
export function presentAccount(
  accountSid: string,
  numbers: Pick<ChatAccount, 'id'>[],
  sync: Pick<TemplateSync, 'syncedAt' | 'problem'> | undefined,
): TemplateList['accounts'][number] {
  const problem = sync?.problem as { reason: string } | null | undefined
  return {
    accountSid,
    chatAccountIds: numbers.map(({ id }) => id),
    syncedAt: sync?.syncedAt?.toISOString() ?? null,
    error: problem ? sentenceOf(problem) : null,
    params: problem ?? null,
  }
}

/** A newer version may have written a reason that is not known here. */
function sentenceOf({ reason, ...params }: { reason: string }): string {
  return knowsReason(reason) ? sayError(reason, params as never) : sayError('our_fault', {})
}

/**
 * Writes what a look at an account saw, or what was just made there. What was seen later than that stays.
 * @param seenAt when the look began; left out, what is written was seen just now
 */
export async function writeTemplates(
  tx: Tx,
  { orgId, accountSid }: Pick<TemplateRow, 'orgId' | 'accountSid'>,
  templates: ReadTemplate[],
  seenAt: Prisma.Sql = Prisma.sql`clock_timestamp()`,
): Promise<void> {
  // A page that moves while it is read may tell of one twice.
  const each = [...new Map(templates.map((template) => [template.sid, template])).values()].map(
    ({ sid, name, language, kind, category, body, variables, state, reason, ...face }) => {
      return { id: newId(), sid, name, language, kind, category, body, face, variables, state, reason }
    },
  )
  await tx.$executeRaw`
    INSERT INTO template AS t (org_id, account_sid, id, sid, name, language, kind, category, body, face, variables, state,
                               reason, synced_at)
    SELECT ${orgId}::uuid, ${accountSid}, seen.*, ${seenAt}
    FROM jsonb_to_recordset(${JSON.stringify(each)}::jsonb) AS seen (
      id uuid, sid text, name text, language text, kind text, category text, body text, face jsonb, variables jsonb,
      state text, reason text)
    ON CONFLICT (account_sid, sid, org_id) DO UPDATE SET
      name = excluded.name, language = excluded.language, kind = excluded.kind, category = excluded.category,
      body = excluded.body, face = excluded.face, variables = excluded.variables, state = excluded.state,
      reason = excluded.reason, synced_at = excluded.synced_at
    WHERE t.synced_at < excluded.synced_at`
}
