import { Reflector } from '@nestjs/core'

/** Opens a route or a controller to everybody: `@Public()`. Everything else asks who is there. */
export const Public = Reflector.createDecorator<void, true>({ transform: () => true })
