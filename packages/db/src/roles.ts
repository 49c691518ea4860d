import type { Ask } from './schema.js'

/** The two roles that own nothing and bypass nothing; the first migration says which rows each may see. */
export const tenantRole = 'cloudpa_tenant'
export const batchRole = 'cloudpa_batch'

interface RoleOfLogin {
  login: string
  role: string
  isThere: boolean
  mayTake: boolean
  /** Whether it could make the role, or take it on after all, by itself. */
  mayMend: boolean
  /** Whether no policy holds for the role. */
  seesAll: boolean
}

// Since PostgreSQL 16 a member need not be one who may take the role on, and who makes roles need not rule over all.
const isOlder = `current_setting('server_version_num')::int < 160000`
const rolesOfLogin = `
  SELECT me.rolname AS login, wanted.role, role.oid IS NOT NULL AS "isThere",
         role.oid IS NOT NULL
           AND pg_has_role(me.oid, role.oid, CASE WHEN ${isOlder} THEN 'MEMBER' ELSE 'SET' END) AS "mayTake",
         me.rolsuper OR CASE WHEN role.oid IS NULL OR ${isOlder} THEN me.rolcreaterole
           ELSE pg_has_role(me.oid, role.oid, 'MEMBER WITH ADMIN OPTION') END AS "mayMend",
         COALESCE(role.rolsuper OR role.rolbypassrls, false) AS "seesAll"
  FROM unnest(ARRAY['${tenantRole}', '${batchRole}']) AS wanted (role)
  LEFT JOIN pg_roles role ON role.rolname = wanted.role
  JOIN pg_roles me ON me.rolname = session_user`

/**
 * Asks whether this connection's login may take on the roles of the product, and whether policies hold for them.
 * @returns what an administrator of the server has to run, or nothing when all is well
 */
export async function findRoleFault(ask: Ask): Promise<string | undefined> {
  const roles = await ask<RoleOfLogin>(rolesOfLogin)
  const tooMighty = roles.filter(({ seesAll }) => seesAll).map(({ role }) => role)
  if (tooMighty.length === 0) return describe(roles)
  return (
    `Row-level security does not hold for ${tooMighty.join(' and ')}, so that every business could see all others. ` +
    `Let an administrator of the server run: ${tooMighty.map((role) => `ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`).join(' ')}`
  )
}

/** The same before the first migration: it makes what is missing, where its login may make roles. */
export async function findRoleFaultBeforeMigration(ask: Ask): Promise<string | undefined> {
  const roles = await ask<RoleOfLogin>(rolesOfLogin)
  return describe(roles.filter(({ mayMend }) => !mayMend))
}

function describe(roles: RoleOfLogin[]): string | undefined {
  const [any] = roles
  const missing = roles.flatMap(({ login, role, isThere, mayTake }) => [
    ...(isThere ? [] : [`CREATE ROLE ${role} NOLOGIN;`]),
    ...(mayTake ? [] : [`GRANT ${role} TO "${login}";`]),
  ])
  if (!any || missing.length === 0) return undefined
  return (
    `The login "${any.login}" may not take on the roles in which the businesses' data is read. ` +
    `Let an administrator of the server run: ${missing.join(' ')}`
  )
}

/**
 * Asks of a login that is to see no more than the roles show it, whether it sees more, by itself or by a role that it is
 * in.
 * @returns what is wrong with it, or nothing
 */
export async function findExcessFault(ask: Ask): Promise<string | undefined> {
  const [found] = await ask<{ login: string; role: string; excess: string }>(`
    SELECT me.rolname AS login, role.rolname AS role, excess
    FROM pg_roles me
    JOIN pg_roles role ON pg_has_role(me.oid, role.oid, 'MEMBER'),
    LATERAL (SELECT CASE
      WHEN role.rolsuper THEN 'is a superuser'
      WHEN role.rolbypassrls THEN 'bypasses row-level security'
      WHEN role.oid = (SELECT relowner FROM pg_class WHERE oid = to_regclass('org')) THEN 'owns the tables'
      WHEN EXISTS (SELECT FROM pg_policy WHERE polrelid = to_regclass('org') AND polname = 'system'
                   AND role.oid = ANY (polroles)) THEN 'is shown all rows by the tables'
    END AS excess) AS told
    WHERE me.rolname = session_user AND excess IS NOT NULL
    ORDER BY role.oid = me.oid DESC LIMIT 1`)
  if (!found) return undefined
  const { login, role, excess } = found
  const who = role === login ? `The login "${login}"` : `The login "${login}" is in the role "${role}", which`
  return (
    `${who} ${excess}, so that it could see every business. ` +
    `Name one that is only a member of ${tenantRole} and ${batchRole}.`
  )
}

/**
 * Asks whether this connection's login sees the rows of all orgs: the tables show them to the login that made them, which
 * a restore under another name does not change.
 * @returns what is to be run, or nothing when it does
 */
export async function findBlindFault(ask: Ask): Promise<string | undefined> {
  const [blind] = await ask<{ login: string }>(`
    SELECT me.rolname AS login FROM pg_roles me
    WHERE me.rolname = session_user AND NOT me.rolsuper AND NOT me.rolbypassrls AND NOT EXISTS (
      SELECT FROM pg_policy policy, unnest(policy.polroles) shown
      WHERE policy.polrelid = to_regclass('org') AND policy.polname = 'system' AND pg_has_role(me.oid, shown, 'USAGE'))`)
  if (!blind) return undefined
  return (
    `The tables show their rows to the login that made them, and not to "${blind.login}", as after a restore under ` +
    'another name. Let their owner run: DO $$ DECLARE one regclass; BEGIN FOR one IN SELECT polrelid FROM pg_policy ' +
    "WHERE polname = 'system' LOOP EXECUTE format('ALTER POLICY system ON %s TO %I', one, " +
    `'${blind.login.replaceAll("'", "''")}'); END LOOP; END $$;`
  )
}
