import { walkStates } from './walk-states.js'

walkStates(2)
