import { longestName, withoutTurning } from '@cloudpa/contracts/names'
import type { SystemClient } from '@cloudpa/db'
import { Inject, Logger, type Provider } from '@nestjs/common'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createAuthMiddleware } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { randomUUID } from 'node:crypto'
import type { Env } from '../env.js'
import { ENV } from '../platform/config.js'
import { SYSTEM } from '../platform/database.js'
import { Installation } from '../platform/installation.js'
import { SparingLog } from '../platform/sparing-log.js'
import { AccessChanges } from './access-changes.js'
import { AttemptBuckets } from './attempt-buckets.js'
import { GuessBrake } from './guess-brake.js'
import { ResetMail } from './reset-mail.js'
import { SignUpsService } from './sign-ups.service.js'
import { isFromOurPages } from './trusted-origin.js'

const dayS = 24 * 3600
export const resetLinkLifetimeS = 3600

function createAuth(
  env: Env,
  system: SystemClient,
  installation: Installation,
  signUps: SignUpsService,
  resetMail: ResetMail,
  access: AccessChanges,
) {
  const attempts = new AttemptBuckets()
  const guesses = new GuessBrake()
  return betterAuth({
    appName: 'Cloud PA',
    baseURL: new URL(env.WEB_BASE_URL).origin,
    basePath: '/api/auth',
    secret: installation.deriveSecret('sessions'),
    database: prismaAdapter(system, { provider: 'postgresql' }),
    trustedOrigins: (request) => ownOrigins(request, env.WEB_BASE_URL),
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: resetLinkLifetimeS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => resetMail.send(user, token),
      onPasswordReset: async ({ user }, request) => guesses.noteReset(user.email, request),
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        await guesses.before(context)
        return signUps.before(context)
      }),
      after: createAuthMiddleware((context) => guesses.after(context)),
    },
    // A copy of the database must not hold links that open accounts.
    verification: { modelName: 'verification', storeIdentifier: 'hashed' },
    account: { modelName: 'login' },
    session: {
      expiresIn: 30 * dayS,
      updateAge: dayS,
      additionalFields: { activeOrgId: { type: 'string', required: false, input: false } },
    },
    databaseHooks: watchRows(signUps, access),
    rateLimit: {
      enabled: true,
      ...limits,
      customStorage: { consume: async (key, limit) => consume(attempts, key, limit) },
    },
    advanced: {
      useSecureCookies: env.WEB_BASE_URL.startsWith('https:'),
      database: { generateId: () => randomUUID() },
      // Said outright, because better-auth drops both checks by itself where NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    logger: quietLogging(),
    // Faults that are no refusals go to the error filter; better-auth would print them whole.
    onAPIError: { throw: true },
  })
}

/** Enough for an office behind one address, too little to guess a password: attempts per address and `window` seconds. */
const limits = {
  window: 60,
  max: 300,
  customRules: {
    '/sign-in/email': { window: 60, max: 30 },
    '/sign-up/email': { window: 60, max: 30 },
    '/request-password-reset': { window: 60, max: 10 },
    '/reset-password': { window: 60, max: 10 },
  },
}

function consume(attempts: AttemptBuckets, key: string, { window, max }: { window: number; max: number }) {
  const retryAfter = attempts.take(key, { burst: max, everyMs: (window * 1000) / max })
  return { allowed: retryAfter === 0, retryAfter: retryAfter || null }
}

function ownOrigins(request: Request | undefined, webBaseUrl: string): string[] {
  const headers = Object.fromEntries(request?.headers ?? [])
  return headers.origin && isFromOurPages(headers, webBaseUrl) ? [headers.origin] : []
}

interface RequestContext {
  request?: Request | undefined
}

/** What follows from rows that better-auth writes: sign-ups decide about newcomers, and an ended session is announced. */
function watchRows(signUps: SignUpsService, access: AccessChanges) {
  return {
    user: {
      create: {
        before: async (user: { name: string; email: string }, context: RequestContext | null) => ({
          data: { name: shortName(user), image: null, emailVerified: signUps.admit(context?.request) },
        }),
      },
    },
    session: {
      create: {
        before: async ({ userId }: { userId: string }, context: RequestContext | null) => ({
          data: { activeOrgId: await signUps.startingOrgId(userId, context?.request) },
        }),
      },
      delete: { after: ({ userId }: { userId: string }) => access.announceUser(userId) },
    },
  }
}

function shortName({ name, email }: { name: string; email: string }): string {
  const line = withoutTurning(name)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
  // The cut may go through a character of two halves.
  return line.slice(0, longestName).replace(/\p{Cs}$/u, '') || email.split('@')[0] || 'Me'
}

/**
 * Only better-auth's own sentences are logged: what it attaches to them may hold addresses and tokens. Strangers cause
 * most of them and can put any text in, so they are cut short and summed up.
 */
function quietLogging() {
  const log = new SparingLog(new Logger('auth'))
  return {
    level: 'error',
    log: (_level: string, sentence: string) => log.warn(sentence.slice(0, 200)),
  } as const
}

export type Auth = ReturnType<typeof createAuth>

const AUTH = Symbol('AUTH')
/** Injects better-auth: sessions, passwords, reset links. */
export const InjectAuth = () => Inject(AUTH)

export const authProvider: Provider = {
  provide: AUTH,
  inject: [ENV, SYSTEM, Installation, SignUpsService, ResetMail, AccessChanges],
  useFactory: createAuth,
}
