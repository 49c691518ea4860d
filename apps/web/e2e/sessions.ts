// Who opens a window is rarely what a test is about, and a password takes as long to be made or proved as a page to load.
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import pg from 'pg'
import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'

type Cookie = Awaited<ReturnType<BrowserContext['cookies']>>[number]

/** Sessions that nobody uses any more, by the database in which they stand. */
const spare = new Map<string, Cookie[]>()
const pools = new Map<string, pg.Pool>()

function poolOf({ databaseUrl }: SharedStack): pg.Pool {
  const pool =
    pools.get(databaseUrl) ?? new pg.Pool({ connectionString: databaseUrl, max: 1, allowExitOnIdle: true })
  pools.set(databaseUrl, pool)
  return pool.removeAllListeners('error').on('error', () => undefined) // it went with its database
}

/** Everybody's who opens an office. */
export const password = 'correct horse battery staple'

/** What is stored of it: better-auth's scrypt, with the salt before the colon. */
const storedPassword =
  '0123456789abcdef0123456789abcdef:e1034727d858e2fca8a705fe561781100520e78064f8d2bfa492937c58df02eb' +
  '15d40233f809f179c7fb9863b8eb9dc5a8d2dc196c0b9733c05fa426f224856e'

/** Gives the password to somebody who was made without one. */
export async function givePassword(stack: SharedStack, email: string): Promise<void> {
  await poolOf(stack).query(
    `INSERT INTO login (id, account_id, provider_id, user_id, password, updated_at)
     SELECT gen_random_uuid(), id::text, 'credential', id, $2, now() FROM "user" WHERE email = $1`,
    [email, storedPassword],
  )
}

/** Makes a session this person's, as if they had just signed in: the API hears that it moved. @returns false when it is over */
async function handOver(stack: SharedStack, { value }: Cookie, email: string): Promise<boolean> {
  const { rowCount } = await poolOf(stack).query(
    `WITH was AS (SELECT id, active_org_id FROM session WHERE token = $1 FOR UPDATE), moved AS (
       UPDATE session SET user_id = u.id, active_org_id = u.last_org_id, created_at = now(), updated_at = now(),
         expires_at = now() + interval '30 days'
       FROM "user" u, was WHERE u.email = $2 AND session.id = was.id RETURNING was.active_org_id
     )
     SELECT pg_notify('cloudpa_hints', json_build_object('kind', 'access', 'orgIds', json_build_array(active_org_id))::text)
     FROM moved`,
    [decodeURIComponent(value).split('.')[0], email],
  )
  return rowCount === 1
}

/** Signs a window in: with a session that others are done with where there is one, else with the password. */
export async function signInWindow(
  context: BrowserContext,
  stack: SharedStack,
  { email, password }: { email: string; password: string },
): Promise<Cookie> {
  for (let kept = spare.get(stack.databaseUrl)?.pop(); kept; kept = spare.get(stack.databaseUrl)?.pop()) {
    if (!(await handOver(stack, kept, email))) continue
    const { name, value, httpOnly, sameSite } = kept
    await context.addCookies([{ name, value, httpOnly, sameSite, url: stack.webUrl }])
    return kept
  }
  const answer = await context.request.post(`${stack.webUrl}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: new URL(stack.webUrl).origin },
    // The server may close a line that nobody used for a while just when it is used again.
    maxRetries: 3,
  })
  expect(answer.status(), await answer.text()).toBe(200)
  const cookies = await context.cookies(stack.webUrl)
  return cookies.find(({ name }) => name.endsWith('session_token'))!
}

/** Keeps the session of a window that was put away, for the next person. */
export function leaveSession({ databaseUrl }: SharedStack, session: Cookie): void {
  spare.set(databaseUrl, [...(spare.get(databaseUrl) ?? []), session])
}
