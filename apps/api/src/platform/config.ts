import { Inject } from '@nestjs/common'

/** Injects the configuration that env.ts read at the start: `@InjectEnv() private readonly env: Env`. */
export const ENV = Symbol('ENV')
export const InjectEnv = () => Inject(ENV)
