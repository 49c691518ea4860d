import { createHash, randomBytes } from 'node:crypto'
import { APIError, type createAuthMiddleware } from 'better-auth/api'
import { z } from 'zod'
import { problem } from '../platform/app-error.js'
import { AttemptBuckets } from './attempt-buckets.js'

/** A stranger to an account, or one device that knows it, may be wrong ten times at once, then every ten seconds. */
const pace = { burst: 10, everyMs: 10_000 }

/** A device is known for a year after its last sign-in. */
const knownForS = 365 * 24 * 3600

/** What better-auth's hooks are given. */
export type AuthContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

const WithEmail = z.object({ email: z.string() })

/**
 * Slows wrong passwords for one account, from however many addresses they come, without locking its owner out: devices
 * on which somebody has signed in, or set a new password, are counted apart from strangers (OWASP calls it device
 * cookies). Nothing here asks whether the account exists, so unknown addresses behave alike.
 */
export class GuessBrake {
  private readonly buckets = new AttemptBuckets()
  private readonly resets = new WeakMap<Request, string>()

  /** @throws 429 when this account has had too many wrong passwords from here */
  async before(context: AuthContext): Promise<void> {
    if (context.path !== '/sign-in/email') return
    const email = emailOf(context.body)
    const waitS = this.buckets.take(await bucketOf(context, email), pace)
    if (waitS === 0) return
    const refusal = problem('wrong_passwords', { seconds: waitS })
    throw new APIError('TOO_MANY_REQUESTS', refusal, { 'retry-after': String(waitS) })
  }

  /** Forgives a right password, and makes the device known. */
  async after(context: AuthContext): Promise<void> {
    const { newSession } = context.context
    const reset = context.request && this.resets.get(context.request)
    if (newSession && context.path === '/sign-in/email') {
      this.buckets.giveBack(await bucketOf(context, newSession.user.email), pace)
    }
    const email = newSession?.user.email ?? reset
    if (email) await knowDevice(context, email)
  }

  /** Whose password a request has just set anew: better-auth tells it in another place than where cookies can be set. */
  noteReset(email: string, request: Request | undefined): void {
    if (request) this.resets.set(request, email)
  }
}

function emailOf(body: unknown): string {
  return WithEmail.safeParse(body).data?.email ?? ''
}

async function bucketOf(context: AuthContext, email: string): Promise<string> {
  const { cookie, account } = deviceCookieOf(context, email)
  const value = await context.getSignedCookie(cookie.name, context.context.secret)
  // The signature covers the value alone, so the value names the account too.
  return value && value.startsWith(`${account}:`) ? `device ${value}` : `stranger ${account}`
}

async function knowDevice(context: AuthContext, email: string): Promise<void> {
  const { cookie, account } = deviceCookieOf(context, email)
  const value = `${account}:${randomBytes(16).toString('base64url')}`
  await context.setSignedCookie(cookie.name, value, context.context.secret, cookie.attributes)
}

/** One cookie an account, since several people may share a device; it only travels to where passwords are checked. */
function deviceCookieOf(context: AuthContext, email: string) {
  const account = createHash('sha256').update(email.toLowerCase()).digest('base64url')
  const attributes = { maxAge: knownForS, path: '/api/auth' }
  return { account, cookie: context.context.createAuthCookie(`device_${account.slice(0, 12)}`, attributes) }
}
