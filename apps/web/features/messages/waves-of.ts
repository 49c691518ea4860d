/** As many as stand beside each other in a bubble. */
const most = 44

/**
 * What is drawn of a waveform: as many waves as there is room for, each as loud as the loudest that falls into it.
 * @param peaks from 0 to 100; none is a flat line
 * @returns shares of the full height
 */
export function wavesOf(peaks: number[] | null): number[] {
  if (!peaks || peaks.length === 0) return Array.from({ length: most }, () => 0)
  const count = Math.min(most, peaks.length)
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = [at, at + 1].map((edge) => Math.floor((edge * peaks.length) / count))
    return Math.max(...peaks.slice(from, to)) / 100
  })
}
