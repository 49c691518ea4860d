import { isAroundInbox, states } from './gallery/states.js'
import { walkStates } from './walk-states.js'

walkStates(states.filter((state) => !isAroundInbox(state)))
