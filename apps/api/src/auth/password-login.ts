import { randomUUID } from 'node:crypto'

/** The row by which better-auth knows a user's password. */
export function passwordLogin(userId: string, passwordHash: string) {
  return { id: randomUUID(), providerId: 'credential', accountId: userId, password: passwordHash }
}
