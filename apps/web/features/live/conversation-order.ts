/** Where something stands: by position, and by id where two share a position, as the API orders and pages. */
export interface Place {
  id: string
  position: number
}

/** Before 0: `a` stands earlier, as the API compares: its ids are lower-case UUIDs, ordered byte by byte. */
export function comparePlaces(a: Place, b: Place): number {
  return a.position - b.position || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** As `comparePlaces`, but of two that share a position the greater id stands further down: so the API lists the soonest. */
export function compareSoonest(a: Place, b: Place): number {
  return comparePlaces({ ...a, id: b.id }, { ...b, id: a.id })
}

/** Known conversations by their places, the greatest position first. A move costs a search by halving, not a sort. */
export class ConversationOrder {
  private readonly places: Place[] = []
  private readonly byId = new Map<string, Place>()
  /** How often one came or moved. */
  moves = 0
  /** How often one went. */
  drops = 0

  /** @param compare how the API orders them: below 0 where the first of two stands further down */
  constructor(readonly compare = comparePlaces) {}

  put(place: Place): void {
    const was = this.byId.get(place.id)
    if (was?.position === place.position) return
    if (was) this.places.splice(this.indexOf(was), 1)
    this.places.splice(this.indexOf(place), 0, place)
    this.byId.set(place.id, place)
    this.moves += 1
  }

  drop(id: string): void {
    const place = this.byId.get(id)
    if (!place) return
    this.places.splice(this.indexOf(place), 1)
    this.byId.delete(id)
    this.drops += 1
  }

  has(id: string): boolean {
    return this.byId.has(id)
  }

  /** How many stand at a position between two, both included. */
  countBetween(least: number, most: number): number {
    const downTo = this.countWhile(({ position }) => position >= least)
    return Math.max(0, downTo - this.countWhile(({ position }) => position > most))
  }

  /** The ids from the first down to and with a place, or all of them. */
  downTo(last: Place | null): string[] {
    const end = last ? this.indexOf(last) : this.places.length
    const ids = this.places.slice(0, end).map(({ id }) => id)
    const at = this.places[end]
    if (last && at?.id === last.id) ids.push(at.id)
    return ids
  }

  /** The ids of what stands further down than a place; none without one. */
  below(last: Place | null): string[] {
    if (!last) return []
    return this.places.slice(this.indexOf(last)).flatMap(({ id }) => (id === last.id ? [] : [id]))
  }

  /** How many stand before it. */
  private indexOf(place: Place): number {
    return this.countWhile((other) => this.compare(other, place) > 0)
  }

  /** How many from the first on are so, where none is behind the first that is not. */
  private countWhile(isSo: (place: Place) => boolean): number {
    let low = 0
    let high = this.places.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.places[middle]
      if (other && isSo(other)) low = middle + 1
      else high = middle
    }
    return low
  }
}
