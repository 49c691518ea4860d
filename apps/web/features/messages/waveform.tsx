import { cx } from '../../components/ui/cx'
import { wavesOf } from './waves-of'

interface Props {
  /** Null where nothing is known of it but how long it is. */
  peaks: number[] | null
  /** How much of it was played, from 0 to 1. */
  played: number
}

const height = 28
/** From one wave to the next, and how thick each is. */
const [pitch, thickness] = [4, 2.4]

/** How loud sound is over its time; what was played is in ink. */
export function Waveform({ peaks, played }: Props) {
  const waves = wavesOf(peaks)
  return (
    <svg
      viewBox={`0 0 ${waves.length * pitch} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
      className="h-7 w-full"
    >
      {waves.map((share, at) => {
        const tall = Math.max(thickness, share * (height - 4))
        return (
          <rect
            // They have no order but this.
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            x={at * pitch}
            y={(height - tall) / 2}
            width={thickness}
            height={tall}
            rx={thickness / 2}
            className={cx((at + 0.5) / waves.length <= played ? 'fill-ink' : 'fill-ink-3/62')}
          />
        )
      })}
    </svg>
  )
}
