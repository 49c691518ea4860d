const restMs = 1500

/**
 * The day that stays at the top while its messages scroll under it: it floats while the thread moves and fades when that
 * rests. Told by `data-day` on the heading, since nothing needs to be drawn anew for it: `pinned`, `faded`, or none
 * while it stands in its own place.
 */
export class PinnedDay {
  private heading: HTMLElement | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly box: HTMLElement) {}

  /** @param topmost the first message in sight, be it only its last line */
  scrolled(topmost: HTMLElement | null) {
    const section = topmost?.closest('section')
    const heading = section?.querySelector<HTMLElement>('[data-day-heading]') ?? null
    if (heading !== this.heading) delete this.heading?.dataset.day
    this.heading = heading
    clearTimeout(this.timer)
    if (!section || !heading) return
    const isPinned = section.getBoundingClientRect().top < this.box.getBoundingClientRect().top
    if (!isPinned) {
      delete heading.dataset.day
      return
    }
    heading.dataset.day = 'pinned'
    this.timer = setTimeout(() => {
      heading.dataset.day = 'faded'
    }, restMs)
  }

  stop() {
    clearTimeout(this.timer)
  }
}
