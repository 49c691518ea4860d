import type { CurrentMember } from './member.decorator.js'
import { AppError } from '../platform/app-error.js'

/** @throws forbidden for an API key, behind which there is no person who could own, join or leave an org */
export function signedIn({ userId, sessionId }: CurrentMember): { userId: string; sessionId: string } {
  if (userId && sessionId) return { userId, sessionId }
  throw new AppError('no_person')
}
