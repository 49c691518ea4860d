/** Things kept once, by id. Whoever shows one hears of its own changes alone. */
export class EntityMap<T extends { id: string }> {
  private readonly items = new Map<string, T>()
  private readonly listeners = new Map<string, Set<() => void>>()

  get(id: string): T | undefined {
    return this.items.get(id)
  }

  /**
   * Sets all of them before anybody hears of one, so that a burst is drawn once.
   * @param then what is made of them, and must be so before anybody hears
   */
  set(items: Iterable<T>, then?: () => void): void {
    const changed = [...items].filter((item) => this.items.get(item.id) !== item)
    for (const item of changed) this.items.set(item.id, item)
    then?.()
    for (const { id } of changed) for (const listener of this.listeners.get(id) ?? []) listener()
  }

  delete(ids: Iterable<string>): void {
    for (const id of ids) this.items.delete(id)
  }

  /** @returns how to stop hearing of it */
  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.listeners.get(id) ?? new Set()
    this.listeners.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.listeners.get(id) === listeners) this.listeners.delete(id)
    }
  }
}
