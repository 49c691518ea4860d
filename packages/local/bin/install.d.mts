export const root: string
export const memory: string
export class SetupError extends Error {}
export function toolEnvironment(): NodeJS.ProcessEnv
