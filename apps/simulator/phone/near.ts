const started = new WeakMap<Element, () => void>()
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      watcher.unobserve(target)
      started.get(target)?.()
    }
  },
  { rootMargin: '400px' },
)

/** Does something once an element comes near to being seen. */
export function whenNear(element: Element, work: () => void): void {
  started.set(element, work)
  watcher.observe(element)
}

const kept = new Map<string, Promise<string>>()

/**
 * An address in this page for a file, fetched once: a player can go to any second of it, which it can't where the
 * server gives a file from its beginning alone.
 */
export function addressHere(url: string): Promise<string> {
  const known = kept.get(url)
  if (known !== undefined) return known
  const coming = fetch(url).then(async (response) => {
    if (!response.ok) throw new Error(`The file isn’t kept any more (${response.status}).`)
    return URL.createObjectURL(await response.blob())
  })
  kept.set(url, coming)
  coming.catch(() => kept.delete(url))
  return coming
}
