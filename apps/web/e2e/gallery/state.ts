import type { Desk } from '../desk.js'
import type { Person, Town } from './town.js'

/** One thing that a screen can look like. */
export interface State {
  /** Part of its pictures' file names. */
  name: string
  /** What is seen, as the gallery's heading. */
  shows: string
  /** Who looks; nobody unless told. */
  as?: Person
  /** Something on it is loading, and stays so. */
  loads?: true
  /** It is there because no server is: a screen in it can't be told its words in another language. */
  cutOff?: true
  /** Its picture has an uncaught error behind it. */
  breaks?: true
  /** Brings a screen there, which has loaded nothing yet, and resolves when there is something to see. */
  reach(desk: Desk, town: Town): Promise<void>
}

/** All states of one room, in the order in which a person meets them. */
export interface Room {
  name: string
  states: State[]
}
