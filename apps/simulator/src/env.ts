import { z } from 'zod'

const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 0 or 1')
  .transform((value) => value === '1' || value === 'true')

const schema = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65535).default(3002),
  HOST: z.string().min(1).default('127.0.0.1'),
  SIMULATOR_TOKEN: z
    .string()
    .regex(/^[\w-]{16,}$/, 'must be 16 or more letters, digits, - or _')
    .optional(),
  SIMULATOR_STATE: z.string().min(1).optional(),
  SIMULATOR_AUTO_RECEIPTS: flag.default(true),
})

/** What the environment decides. */
export interface Env {
  port: number
  host: string
  /** Opens the phone from other machines. */
  token: string | undefined
  statePath: string | undefined
  autoReceipts: boolean
}

/** Reads the environment once; a wrong one is refused with every fault named, not only the first. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  // An empty variable in a .env file means "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The simulator's environment is not usable:\n${faults.join('\n')}`)
  }
  const env = result.data
  return {
    port: env.SIMULATOR_PORT,
    host: env.HOST,
    token: env.SIMULATOR_TOKEN,
    statePath: env.SIMULATOR_STATE,
    autoReceipts: env.SIMULATOR_AUTO_RECEIPTS,
  }
}
