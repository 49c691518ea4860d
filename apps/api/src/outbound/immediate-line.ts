/** Who sends at once, in the order in which they came: of each org, so many are up at a time. */
export class ImmediateLine {
  private readonly lines = new Map<string, Set<object>>()

  constructor(private readonly perOrg: number) {}

  /** Takes the last place of the org's line. It must be left, whatever happens. */
  enter(orgId: string): { isUp(): boolean; leave(): void } {
    const line = this.lines.get(orgId) ?? new Set()
    this.lines.set(orgId, line)
    const place = {}
    line.add(place)
    return {
      isUp: () => this.isAmongFirst(line, place),
      leave: () => {
        line.delete(place)
        if (line.size === 0) this.lines.delete(orgId)
      },
    }
  }

  private isAmongFirst(line: Set<object>, place: object): boolean {
    let ahead = 0
    for (const one of line) {
      if (one === place) return true
      if ((ahead += 1) === this.perOrg) return false
    }
    return false
  }
}
