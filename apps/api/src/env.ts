import { soundWorkMs } from '@cloudpa/contracts/send-limits'
import { z } from 'zod'

/** The configuration is wrong; `faults` holds one line for each variable that is. */
export class EnvError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n  ${faults.join('\n  ')}`,
    )
  }
}

const whole = (min: number, max: number, fallback: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }).default(fallback)
}
const port = (fallback: number) => whole(1, 65_535, fallback)
const ms = (fallback: number) => whole(10, 86_400_000, fallback)
const count = (fallback: number) => whole(1, 1000, fallback)
const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address, like https://inbox.example.com' })
  .refine((url) => !/[?#]/.test(url), 'must not contain ? or #: paths are appended to it')
  .transform((url) => url.replace(/\/+$/, ''))
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`)
const flag = z.enum(['0', '1', 'false', 'true'], 'must be 0 or 1')
const address = (scheme: RegExp, error: string) =>
  z
    .string()
    .refine((text) => scheme.test(text) && URL.canParse(text), error)
    .optional()
const postgresUrl = () =>
  address(/^postgres(ql)?:\/\//, 'must be an address like postgresql://user:password@host:5432/database')
const secretKey = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/
const mailAddress = /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/
const whatsappNumber = /^(?:whatsapp:)?\+[0-9 ().-]{5,25}$/
const idOfKey = (key: string) => key.split(':')[0]

const Variables = z.object({
  NODE_ENV: oneOf(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(3001),
  WEB_PORT: port(3000),
  SIMULATOR_PORT: port(3002),
  DATA_DIR: z.string().default('.data'),
  DEMO: flag.default('1').transform((value) => value === '1' || value === 'true'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'log', 'debug', 'verbose']).default('log'),

  /** These two are read by the inbox and the simulator; they stand here to be refused with the others. */
  API_ORIGIN: baseUrl
    .refine((url) => new URL(url).pathname === '/', 'must be an address without a path')
    .optional(),
  SIMULATOR_AUTO_RECEIPTS: flag.optional(),

  DATABASE_URL: postgresUrl(),
  /** The same database by a login that sees orgs one at a time: what acts for an org uses it. */
  APP_DATABASE_URL: postgresUrl(),
  DATABASE_POOL: count(20),
  REDIS_URL: address(/^rediss?:\/\//, 'must be an address like redis://host:6379'),
  /** Keeps several installations apart on one Redis. */
  QUEUE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _')
    .default('cloudpa'),

  PUBLIC_BASE_URL: baseUrl.optional(),
  WEB_BASE_URL: baseUrl.optional(),
  ENCRYPTION_KEYS: z
    .string()
    .transform((value) => value.split(','))
    .pipe(
      z.array(
        z
          .string()
          .trim()
          .regex(secretKey, 'each key is ID:BASE64 of 32 bytes; make one with: openssl rand -base64 32'),
      ),
    )
    .refine((keys) => new Set(keys.map(idOfKey)).size === keys.length, 'two keys have the same ID')
    .optional(),
  /** Who may make an account: anybody, or whom somebody of an org invites. */
  SIGN_UP: oneOf(['open', 'invited']).default('invited'),
  SMTP_URL: address(/^smtps?:\/\//, 'must be an address like smtp://user:password@host:587'),
  MAIL_FROM: z
    .string()
    .regex(mailAddress, 'must be an e-mail address, alone or like Cloud PA <no-reply@example.com>')
    .default('Cloud PA <no-reply@localhost>'),

  TWILIO_ACCOUNT_SID: z.string().min(1).optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
  TWILIO_WHATSAPP_FROM: z
    .string()
    .regex(whatsappNumber, 'must be a number with its country code, like whatsapp:+14155238886')
    .optional(),
  TWILIO_API_BASE_URL: baseUrl.optional(),
  TWILIO_API_BASE_URL_ACCOUNTS: z
    .string()
    .transform((value) => value.split(',').map((sid) => sid.trim()))
    .optional(),
  TWILIO_TIMEOUT_MS: ms(10_000),

  INGEST_CONCURRENCY: count(15),
  SEND_CONCURRENCY: count(10),
  JOB_ATTEMPTS: count(8),
  JOB_BACKOFF_MS: ms(1_000),
  JOB_LOCK_MS: ms(30_000),
  JOB_STALLED_CHECK_MS: ms(15_000),
  SWEEP_INTERVAL_MS: ms(1_000),
  SWEEP_AGE_MS: ms(5_000),
  SEND_ATTEMPTS: count(6),
  SEND_BACKOFF_MS: ms(2_000),
  SEND_SETTLE_MS: ms(20_000),
  STATUS_ASK_AFTER_MS: ms(3_600_000),
  /** How often each number is compared with Twilio's list; 0 leaves it to whoever asks for it. */
  RECONCILE_EVERY_MS: whole(0, 86_400_000, 60_000),
  /** What Twilio took less than this ago may still be on its way here. */
  RECONCILE_SETTLE_MS: ms(30_000),
  /** How far back a number's messages are fetched that is connected anew. */
  HISTORY_DAYS: whole(0, 3_650, 90),
  TEMPLATE_SYNC_MS: ms(900_000),
  STORAGE_URL: address(
    /^https?:\/\/[^/@:]+:[^/@]+@[^/]+\/[^/?]+/,
    'must be an address like https://KEY:SECRET@s3.example.com/bucket?region=eu-central-1',
  ),
  MEDIA_CONCURRENCY: count(4),
  MEDIA_TIMEOUT_MS: ms(30_000),
  MEDIA_ATTEMPTS: count(6),
  MEDIA_SOUND_MS: ms(soundWorkMs),
  /** Which ffmpeg; `PATH` is where an installed one is looked for. */
  FFMPEG: z.string().optional(),
  PATH: z.string().optional(),
  MEDIA_BACKOFF_MS: ms(2_000),
  MEDIA_ORG_FILES: whole(1, 100_000_000, 100_000),
  MEDIA_ORG_MEGABYTES: whole(1, 100_000_000, 20_000),
  WEBHOOK_RETENTION_DAYS: count(30),
  EVENT_RETENTION_DAYS: count(7),
  /** The web's proxy gives up on a stream that is silent for two minutes. */
  LIVE_HEARTBEAT_MS: whole(10, 100_000, 20_000),
  /** Screens say every ten seconds who looks. */
  PRESENCE_LEASE_MS: whole(300, 100_000, 25_000),
})

/** An empty value means "not set": that is what a line like `SMTP_URL=` in an env file says. */
function withoutEmpty(source: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
}

/**
 * Reads the configuration from environment variables.
 * @param source where to read from; the process's own environment unless told otherwise
 * @throws {EnvError} naming every variable that is wrong, all at once
 */
export function readEnv(source: Record<string, string | undefined> = process.env) {
  const parsed = Variables.safeParse(withoutEmpty(source))
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`)
  const given = withoutEmpty(source)
  if (Boolean(given.TWILIO_ACCOUNT_SID) !== Boolean(given.TWILIO_AUTH_TOKEN)) {
    faults.push('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: set both or neither')
  }
  if (faults.length > 0 || !parsed.success) throw new EnvError(faults)

  const v = parsed.data
  return {
    ...v,
    /** Whether the operator named the public address; otherwise the request's own Host is trusted for the URL. */
    publicBaseUrlIsSet: v.PUBLIC_BASE_URL !== undefined,
    PUBLIC_BASE_URL: v.PUBLIC_BASE_URL ?? `http://localhost:${v.PORT}`,
    WEB_BASE_URL: v.WEB_BASE_URL ?? v.PUBLIC_BASE_URL ?? `http://localhost:${v.WEB_PORT}`,
    twilio:
      v.TWILIO_ACCOUNT_SID && v.TWILIO_AUTH_TOKEN
        ? {
            accountSid: v.TWILIO_ACCOUNT_SID,
            authToken: v.TWILIO_AUTH_TOKEN,
            from: v.TWILIO_WHATSAPP_FROM,
          }
        : undefined,
  }
}

export type Env = ReturnType<typeof readEnv>

/**
 * @param settings go over the process's own
 * @throws {EnvError} as `readEnv` does
 */
export function readEnvOver(settings: Record<string, string | undefined>): Env {
  return readEnv({ ...process.env, ...settings })
}
