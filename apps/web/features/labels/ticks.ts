type Labelled = { labels: readonly string[] }

/** Which labels some conversations are to have, as far as it was ticked; the rest stays as it is. */
export class Ticks {
  constructor(
    private readonly before: readonly Labelled[],
    private readonly changed: ReadonlyMap<string, boolean> = new Map(),
  ) {}

  /** Whether all of them have a label, or some. */
  of(id: string): 'on' | 'some' | 'off' {
    const changed = this.changed.get(id)
    if (changed !== undefined) return changed ? 'on' : 'off'
    const having = this.before.filter(({ labels }) => labels.includes(id)).length
    if (having === 0) return 'off'
    return having === this.before.length ? 'on' : 'some'
  }

  /** Ticks a label for all of them, or for none where all have it. */
  tick(id: string): Ticks {
    return new Ticks(this.before, new Map(this.changed).set(id, this.of(id) !== 'on'))
  }

  /** What is another than it was. */
  get change(): { add: string[]; remove: string[] } {
    const was = new Ticks(this.before)
    const change = { add: [] as string[], remove: [] as string[] }
    for (const [id, isOn] of this.changed)
      if (was.of(id) !== (isOn ? 'on' : 'off')) change[isOn ? 'add' : 'remove'].push(id)
    return change
  }
}
