/** The two roles that own nothing and bypass nothing; the first migration says which rows each may see. */
export const tenantRole = 'cloudpa_tenant'
export const batchRole = 'cloudpa_batch'

/**
 * What a transaction says as it begins, to see one org's rows and no other's. All of it ends with the transaction.
 * @throws {TypeError} for what is no org's id
 */
export function scopeOfOrg(orgId: string): string {
  return `SET LOCAL ROLE ${tenantRole}; SET LOCAL app.org_id = '${checked(orgId)}'`
}

/**
 * The same for a batch of several orgs. A transaction that had to cross orgs to learn whose its work is may say it then.
 * @throws {TypeError} for what is no org's id
 */
export function scopeOfOrgs(orgIds: Iterable<string>): string {
  return `SET LOCAL ROLE ${batchRole}; SET LOCAL app.org_ids = '{${[...new Set(orgIds)].map(checked).join()}}'`
}

/** SET takes no parameters, so nothing goes into it but a uuid. */
function checked(orgId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(orgId)) throw new TypeError('That is no org id.')
  return orgId
}
