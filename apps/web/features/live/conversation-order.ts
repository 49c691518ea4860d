/** Where something stands: by position, and by id where two share a position, as the API orders and pages. */
export interface Place {
  id: string
  position: number
}

/** Before 0: `a` stands earlier, as the API compares: its ids are lower-case UUIDs, ordered byte by byte. */
export function comparePlaces(a: Place, b: Place): number {
  return a.position - b.position || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** All known conversations by their latest message, newest first. A move costs a search by halving, not a sort. */
export class ConversationOrder {
  private readonly places: Place[] = []
  private readonly byId = new Map<string, Place>()

  /** @returns whether it moved, or is new */
  put(place: Place): boolean {
    const was = this.byId.get(place.id)
    if (was?.position === place.position) return false
    if (was) this.places.splice(this.indexOf(was), 1)
    this.places.splice(this.indexOf(place), 0, place)
    this.byId.set(place.id, place)
    return true
  }

  /** The ids from the newest down to and with a place, or all of them. */
  downTo(last: Place | null): string[] {
    const end = last ? this.indexOf(last) : this.places.length
    const ids = this.places.slice(0, end).map(({ id }) => id)
    const at = this.places[end]
    if (last && at?.id === last.id) ids.push(at.id)
    return ids
  }

  /** How many stand before it. */
  private indexOf(place: Place): number {
    let low = 0
    let high = this.places.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.places[middle]
      if (other && comparePlaces(other, place) > 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
