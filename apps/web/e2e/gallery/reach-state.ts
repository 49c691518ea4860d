import type { Desk } from '../desk.js'
import { settled } from './reach.js'
import type { Picture } from './picture.js'
import { windowOf } from './screens.js'
import type { NamedState } from './states.js'
import type { Town } from './town.js'

/**
 * Opens a window and brings it into a state.
 * @throws with the state's name, when what it waits for does not come
 */
export async function reachState(
  town: Town,
  state: NamedState,
  { size, theme, language }: Omit<Picture, 'state'>,
): Promise<{ desk: Desk; close: () => Promise<void> }> {
  const desk = await town.open(state.as, windowOf(size, theme), language)
  const close = () => town.leave(desk)
  try {
    await state.reach(desk, town)
    if (!state.loads) await settled(desk.page)
    return { desk, close }
  } catch (cause) {
    const seen = (await desk.page.locator('body').innerText({ timeout: 1000 }).catch(String)).slice(0, 300)
    await desk.context.close()
    throw new Error(`${state.fullName} was not reached at ${size} px; the page shows:\n${seen}`, { cause })
  }
}
