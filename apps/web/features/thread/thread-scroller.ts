interface Anchor {
  element: HTMLElement
  /** Where it stood in the viewport, and the scroll offset that belongs to it. */
  top: number
  scrollTop: number
}

const bottomPx = 48

/**
 * Keeps a thread where its reader is. At the bottom it stays at the bottom, whatever arrives or resizes;
 * anywhere else the first visible message stays put to the pixel, whatever is added above or below.
 * (CSS overflow-anchor does the second only in some browsers, and not at the very top.)
 */
export class ThreadScroller {
  atBottom = true
  private anchor: Anchor | null = null
  private size = ''
  private readonly observer: ResizeObserver

  constructor(
    readonly box: HTMLElement,
    private readonly onChange: (atBottom: boolean) => void,
  ) {
    this.observer = new ResizeObserver(() => this.settle())
    this.observer.observe(box)
    if (box.firstElementChild) this.observer.observe(box.firstElementChild)
  }

  stop() {
    this.observer.disconnect()
  }

  /**
   * Where a thread opens: what is unread begins in the upper third, else at the latest message.
   */
  open() {
    const divider = this.box.querySelector<HTMLElement>('[data-unread-divider]')
    if (divider) this.box.scrollTop += this.topOf(divider) - this.box.clientHeight / 4
    else this.box.scrollTop = this.box.scrollHeight
    this.size = this.currentSize()
    this.remember()
  }

  /** The reader scrolled, or we did. */
  scrolled() {
    // The event of our own scrolling may come when the next growth has happened already: that is not the reader.
    if (this.atBottom && this.size !== this.currentSize()) this.settle()
    this.remember()
  }

  /** Something grew, shrank or was added: the reader's place is restored before the browser paints. */
  settle() {
    this.size = this.currentSize()
    if (this.atBottom) {
      this.box.scrollTop = this.box.scrollHeight
      return
    }
    const kept = this.anchor
    if (!kept?.element.isConnected) return
    // What the reader scrolled since, whose scroll event is still to come, is not to be taken back.
    const expected = kept.top - (this.box.scrollTop - kept.scrollTop)
    const moved = this.topOf(kept.element) - expected
    // Half pixels are the browser's rounding; correcting them would make the text creep.
    if (Math.abs(moved) >= 1) this.box.scrollTop += moved
    this.anchor = this.anchorAt(kept.element)
  }

  /** Whether its top is near. A thread that is not on the screen is near nothing. */
  isNear(px: number) {
    return this.box.clientHeight > 0 && this.box.scrollTop < px
  }

  isNearEnd(px: number) {
    const { scrollHeight, scrollTop, clientHeight } = this.box
    return clientHeight > 0 && scrollHeight - scrollTop - clientHeight < px
  }

  toBottom(behavior: ScrollBehavior) {
    if (behavior === 'auto') this.atBottom = true
    this.box.scrollTo({ top: this.box.scrollHeight, behavior })
  }

  private remember() {
    const { scrollHeight, scrollTop, clientHeight } = this.box
    this.atBottom = scrollHeight - scrollTop - clientHeight <= bottomPx
    this.anchor = this.atBottom ? null : this.firstVisible()
    this.onChange(this.atBottom)
  }

  /** The topmost message in sight, found by halving: a long thread is measured in a few reads. */
  private firstVisible(): Anchor | null {
    const all = this.box.querySelectorAll<HTMLElement>('[data-anchor]')
    let low = 0
    let high = all.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const element = all[middle]
      if (element && this.topOf(element) + element.offsetHeight > 0) high = middle
      else low = middle + 1
    }
    const element = all[low]
    return element ? this.anchorAt(element) : null
  }

  private anchorAt(element: HTMLElement): Anchor {
    return { element, top: this.topOf(element), scrollTop: this.box.scrollTop }
  }

  private topOf(element: HTMLElement) {
    return element.getBoundingClientRect().top - this.box.getBoundingClientRect().top
  }

  private currentSize() {
    return `${this.box.clientHeight}/${this.box.scrollHeight}`
  }
}
