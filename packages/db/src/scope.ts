import { Prisma } from './generated/prisma/client.js'
import { batchRole, tenantRole } from './roles.js'

/**
 * What a transaction says as it begins, to see one org's rows and no other's. All of it ends with the transaction.
 * @throws {TypeError} for what is no org's id
 */
export function scopeOfOrg(orgId: string): string {
  return `SET LOCAL ROLE ${tenantRole}; SET LOCAL app.org_id = '${checked(orgId)}'`
}

/**
 * The same for a batch of several orgs. Its statements find rows by their keys: of a table that filled up since it was
 * last analysed, the planner would rather read all.
 * @throws {TypeError} for what is no org's id
 */
export function scopeOfOrgs(orgIds: Iterable<string>): string {
  const ids = [...new Set(orgIds)].map(checked).join()
  return `SET LOCAL ROLE ${batchRole}; SET LOCAL enable_seqscan = off; SET LOCAL app.org_ids = '{${ids}}'`
}

/**
 * The same as columns of a statement that crosses orgs to learn whose the work of its transaction is. What comes after
 * that statement sees those orgs alone.
 * @param orgIds a query for an array of them
 */
export function takingScopeOf(orgIds: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`set_config('app.org_ids', (${orgIds})::text, true), set_config('role', ${batchRole}, true)`
}

/** SET takes no parameters, so nothing goes into it but a uuid. */
function checked(orgId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(orgId)) throw new TypeError('That is no org id.')
  return orgId
}
