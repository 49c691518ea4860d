interface Anchor {
  element: HTMLElement
  /** Where it has to stand, in px below the top edge of the box. */
  top: number
}

const bottomPx = 24
// Scroll offsets are whole device pixels: what is nearer than this can't be mended, and trying makes the text creep.
const roundingPx = 0.5

/**
 * Keeps a thread where its reader is. At its end it stays at the end, whatever arrives or resizes; anywhere else the
 * first whole message in sight stays put, whatever is added, removed or grows above or below. CSS overflow-anchor does the
 * second only in some browsers, not at the very top, and not where the element it chose is removed.
 */
export class ThreadScroller {
  /** Whether the reader is at the end of the thread, so that what comes is to stay in sight. */
  atBottom = true
  private hasEnd = true
  private anchors: Anchor[] = []
  /** The line that the thread was opened at: it holds until the reader scrolls. */
  private pinned: HTMLElement | null = null
  private scrollTop = 0
  /** Where the box stands on the screen; null while it isn't there. */
  private boxTop: number | null = null
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

  /** Where a thread opens: what is unread begins in the upper third, else at the latest message. */
  open() {
    const line = this.box.querySelector<HTMLElement>('[data-unread-divider]')
    if (line) this.box.scrollTop += this.topOf(line) - this.box.clientHeight / 4
    else this.box.scrollTop = this.box.scrollHeight
    this.pinned = line
    this.remember()
  }

  /** Whether the last message drawn is the thread's last: else its bottom edge is only where the loaded part ends. */
  setHasEnd(hasEnd: boolean) {
    if (this.hasEnd === hasEnd) return
    this.hasEnd = hasEnd
    if (!hasEnd && this.atBottom) this.remember()
  }

  /**
   * The reader scrolled, or we did.
   * @returns whether it was the reader
   */
  scrolled(): boolean {
    // The event of our own scrolling may come when the next growth has happened already: that is not the reader.
    if (this.atBottom && this.size !== this.currentSize()) this.settle()
    if (this.box.scrollTop === this.scrollTop) return false
    this.pinned = null
    this.remember()
    return true
  }

  /** Something grew, shrank, was added or removed: the reader's place is restored before the browser paints. */
  settle() {
    if (this.atBottom) {
      // A drawing that changed nothing must not pull back who just began to scroll.
      if (this.size !== this.currentSize()) this.box.scrollTop = this.box.scrollHeight
      return this.remember()
    }
    const anchor = this.anchors.find(({ element }) => element.isConnected)
    if (!anchor) return this.remember()
    // What the reader scrolled since, whose scroll event is still to come, is not to be taken back.
    const target = anchor.top - (this.box.scrollTop - this.scrollTop) - this.boxMoved()
    const moved = this.topOf(anchor.element) - target
    if (Math.abs(moved) > roundingPx) this.box.scrollTop += moved
    const left = this.topOf(anchor.element) - target
    this.remember(Math.abs(left) <= roundingPx ? left : 0)
  }

  /** Whether its top, or its bottom, is near. A thread that is not on the screen is near nothing. */
  isNear(edge: 'top' | 'bottom', px: number) {
    const { clientHeight, scrollTop, scrollHeight } = this.box
    if (clientHeight === 0) return false
    return (edge === 'top' ? scrollTop : scrollHeight - scrollTop - clientHeight) < px
  }

  toBottom() {
    this.pinned = null
    this.box.scrollTop = this.box.scrollHeight
    this.remember()
  }

  /**
   * Brings a message into the middle, or its beginning into sight where it is higher than the box.
   * @param top how far below the box's edge it is to stand instead
   */
  show(message: HTMLElement, top?: number) {
    this.pinned = message
    const room = Math.max(0, this.box.clientHeight - message.offsetHeight)
    this.box.scrollTop += this.topOf(message) - (top ?? room / 2)
    this.remember()
  }

  /** Where the reader is: the topmost message in sight and how far below the box's edge it stands; null at the end. */
  place(): Anchor | null {
    const element = this.atBottom ? null : this.topmost()
    return element && { element, top: this.topOf(element) }
  }

  /** The topmost message in sight, be it only its last line. */
  topmost(): HTMLElement | null {
    const all = this.box.querySelectorAll<HTMLElement>('[data-anchor]')
    return all[this.firstVisible(all)] ?? null
  }

  /** @param left px that rounding left undone: kept apart, or a thread that grows often would creep by them */
  private remember(left = 0) {
    const { scrollHeight, scrollTop, clientHeight } = this.box
    this.scrollTop = scrollTop
    this.boxTop = this.readBoxTop()
    this.size = this.currentSize()
    this.atBottom = this.hasEnd && scrollHeight - scrollTop - clientHeight <= bottomPx
    this.anchors = this.atBottom
      ? []
      : this.inSight().map(({ element, top }) => ({ element, top: top - left }))
    this.onChange(this.atBottom)
  }

  /** What is in sight, the best to hold on to first: several, because the first may be removed. */
  private inSight(): Anchor[] {
    const all = this.box.querySelectorAll<HTMLElement>('[data-anchor]')
    const first = this.firstVisible(all)
    const found: Anchor[] = []
    for (let i = first; i < all.length && found.length < 12; i++) {
      const element = all[i]
      if (!element) break
      const top = this.topOf(element)
      if (top >= this.box.clientHeight && found.length > 0) break
      found.push({ element, top })
    }
    // A message that begins above may grow in its hidden part: it is held only where nothing begins in sight.
    const whole = found.filter(({ top }) => top >= 0)
    const partly = found.filter(({ top }) => top < 0)
    const pinned = this.pinned?.isConnected ? [{ element: this.pinned, top: this.topOf(this.pinned) }] : []
    return [...pinned, ...whole, ...partly]
  }

  /** Found by halving: a long thread is measured in a few reads. */
  private firstVisible(all: NodeListOf<HTMLElement>): number {
    let low = 0
    let high = all.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const element = all[middle]
      if (element && this.topOf(element) + element.offsetHeight > 0) high = middle
      else low = middle + 1
    }
    return low
  }

  /** How far the box itself was moved by what came or went above it: its words stay where they are read. */
  private boxMoved(): number {
    const now = this.readBoxTop()
    return now === null || this.boxTop === null ? 0 : now - this.boxTop
  }

  private readBoxTop(): number | null {
    return this.box.clientHeight === 0 ? null : this.box.getBoundingClientRect().top
  }

  private topOf(element: HTMLElement) {
    return element.getBoundingClientRect().top - this.box.getBoundingClientRect().top
  }

  private currentSize() {
    return `${this.box.clientHeight}/${this.box.scrollHeight}`
  }
}
