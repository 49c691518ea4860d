import type { ApiKeyScope, Role } from '@cloudpa/contracts/orgs'
import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'

/** Who is asking, and in which org. The first argument of every service method. */
export interface CurrentMember {
  orgId: string
  /** An API key acts as an admin or a member, as its scope says. */
  role: Role
  /** Of an API key; null for a person. */
  keyId: string | null
  /** Null for an API key, as are memberId and sessionId. */
  userId: string | null
  memberId: string | null
  sessionId: string | null
  /** Who made the API key, if a member did. */
  keyMakerId: string | null
  /** What an API key may do; null for a person. */
  scope: ApiKeyScope | null
}

/** As whom something is sent, or uploaded to be sent: a member or an API key. */
export type SendingMember = Pick<CurrentMember, 'orgId' | 'memberId' | 'keyId'>

const members = new WeakMap<FastifyRequest, CurrentMember>()

/** Notes who is asking; the guard does it before any controller runs. */
export function rememberMember(request: FastifyRequest, member: CurrentMember): void {
  members.set(request, member)
}

/** Injects who is asking: `@Member() member: CurrentMember`. */
export const Member = createParamDecorator((_data: unknown, context: ExecutionContext): CurrentMember => {
  const member = members.get(context.switchToHttp().getRequest<FastifyRequest>())
  if (!member) throw new Error('A public route has no member.')
  return member
})
