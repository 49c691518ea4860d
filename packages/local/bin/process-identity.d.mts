export function identify(pid: number): string
export function isAlive(identity: string): boolean
