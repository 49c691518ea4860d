import type { ApiKeyScope } from '@cloudpa/contracts/orgs'
import { applyDecorators } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { ApiExtension } from '@nestjs/swagger'
import { AppError } from '../platform/app-error.js'

/** What a route takes of an API key; on `none` only a signed-in person gets in. */
type Needed = ApiKeyScope | 'none'

const rank = { read: 0, send: 1, admin: 2, none: 3 }

/** Where a route takes another scope than its method says: see `scopeNeeded`. */
export const scopeOfRoute = Reflector.createDecorator<Needed>()

export const KeyScope = (needed: Needed) =>
  applyDecorators(scopeOfRoute(needed), ApiExtension('x-key-scope', needed))

/** Reading takes `read`, and everything else takes `admin` unless the route says otherwise. */
export function scopeNeeded(method: string, ofRoute: Needed | undefined): Needed {
  return ofRoute ?? (method === 'GET' || method === 'HEAD' ? 'read' : 'admin')
}

/** @returns why a key with this scope may not do what takes `needed`; null when it may */
export function refuseScope(scope: ApiKeyScope, needed: Needed): AppError | null {
  if (rank[scope] >= rank[needed]) return null
  if (needed === 'none') return new AppError('people_only')
  return new AppError('key_scope', { scope, needed })
}
