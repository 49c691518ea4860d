import type { Medium } from '@cloudpa/contracts/media'

/** The widest and the highest that a picture is in a thread, and what one of unknown size is given, in pixels. */
const most = { width: 280, height: 340 }
const least = 96

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
