import { sharedStack } from '@cloudpa/testing/shared-stack'
import { describe } from 'vitest'
import { walkEveryRoute } from './walk-routes.js'

describe('every route, asked by', () => {
  walkEveryRoute(sharedStack)
})
