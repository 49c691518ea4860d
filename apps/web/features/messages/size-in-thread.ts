import type { Medium } from '@cloudpa/contracts/media'

/** How wide what fills a bubble is, in pixels. */
export const pictureWidth = 280
/** The widest and the highest that a picture is in a thread, and what one of unknown size is given, in pixels. */
const most = { width: pictureWidth, height: 340 }
const least = 96

/** How high the drawing of a place is with its name and its coordinates below, in pixels. */
export const placeHeight = 216

/** How large a picture is in a thread, known before it is there, so that nothing moves when it comes. */
export function sizeInThread({ width, height }: Pick<Medium, 'width' | 'height'>): {
  width: number
  height: number
} {
  if (!width || !height) return { width: most.width, height: Math.round(most.width * 0.75) }
  const scale = Math.min(most.width / width, most.height / height, 1)
  const [shown, tall] = [width * scale, height * scale]
  // A strip is cut at its ends rather than being too thin to see or to press.
  return { width: Math.round(Math.max(shown, least)), height: Math.round(Math.max(tall, least)) }
}

/** How high so many pictures together are, in pixels: two beside each other, and from three on two rows. */
export function albumHeight(count: number): number {
  return count === 2 ? pictureWidth / 2 : pictureWidth
}
