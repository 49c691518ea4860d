import { Reflector } from '@nestjs/core'

/** Who may use a route: `@Roles('admin')` lets admins and owners in, `@Roles('owner')` owners only. */
export const Roles = Reflector.createDecorator<'admin' | 'owner'>()
