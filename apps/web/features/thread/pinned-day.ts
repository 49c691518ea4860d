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

  /**
   * @param topmost the first message in sight, be it only its last line
   * @param byReader else the thread moved by itself, as when it opens: no day comes up over its first words
   */
  scrolled(topmost: HTMLElement | null, byReader: boolean) {
    const section = topmost?.closest('section')
    const isPinned = section && section.getBoundingClientRect().top < this.box.getBoundingClientRect().top
    const heading = (isPinned && section.querySelector<HTMLElement>('[data-day-heading]')) || null
    if (!byReader && heading === this.heading) return
    delete this.heading?.dataset.day
    this.heading = heading
    clearTimeout(this.timer)
    if (!heading) return
    heading.dataset.day = byReader ? 'pinned' : 'faded'
    if (!byReader) return
    this.timer = setTimeout(() => {
      heading.dataset.day = 'faded'
    }, restMs)
  }

  stop() {
    clearTimeout(this.timer)
  }
}
