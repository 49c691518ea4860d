'use client'
import type { Medium } from '@cloudpa/contracts/media'
import { Pause, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { clock, fileUrl } from './file-parts'

const rates = [1, 1.5, 2]

interface Props {
  medium: Medium
  current: boolean
}

/** A voice note, or other sound: play, where it is, how long, how fast. */
export function Sound({ medium, current }: Props) {
  const t = useTranslations('messages.file')
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [seconds, setSeconds] = useState(0)
  const [length, setLength] = useState((medium.durationMs ?? 0) / 1_000)
  const [rate, setRate] = useState(1)
  const tabIndex = current ? 0 : -1
  const toggle = () => {
    const player = audio.current
    if (!player) return
    if (player.paused) void player.play().catch(() => setPlaying(false))
    else player.pause()
  }
  const nextRate = () => {
    const next = rates[(rates.indexOf(rate) + 1) % rates.length] ?? 1
    setRate(next)
    if (audio.current) audio.current.playbackRate = next
  }
  const seek = (to: number) => {
    setSeconds(to)
    if (audio.current) audio.current.currentTime = to
  }
  const Icon = isPlaying ? Pause : Play
  return (
    <div className="flex h-11 w-68 max-w-full items-center gap-2.5" data-testid="sound">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <audio
        ref={audio}
        src={fileUrl(medium)}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => setSeconds(currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) =>
          Number.isFinite(currentTarget.duration) && setLength(currentTarget.duration)
        }
      />
      <button
        type="button"
        onClick={toggle}
        tabIndex={tabIndex}
        aria-label={t(isPlaying ? 'pause' : 'play')}
        className="grid size-9 shrink-0 place-items-center rounded-full bg-brand text-brand-ink hover:bg-brand-hover pointer-coarse:size-11"
      >
        <Icon size={18} strokeWidth={1.75} fill="currentColor" aria-hidden />
      </button>
      {/* Sound runs from the left to the right in every script's players. */}
      <input
        type="range"
        dir="ltr"
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={Math.min(seconds, length)}
        onChange={({ target }) => seek(Number(target.value))}
        tabIndex={tabIndex}
        aria-label={t('position')}
        aria-valuetext={clock(seconds)}
        className="h-1 min-w-0 flex-1 accent-brand pointer-coarse:h-11"
      />
      <span dir="ltr" className="text-meta text-ink-2 tabular-nums">
        {clock(isPlaying || seconds > 0 ? seconds : length)}
      </span>
      <button
        type="button"
        onClick={nextRate}
        tabIndex={tabIndex}
        aria-label={t('speed', { rate })}
        className="grid min-h-7 min-w-9 shrink-0 place-items-center rounded-full bg-bubble-well px-1.5 text-meta font-medium tabular-nums pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      >
        <bdi dir="ltr">{rate}×</bdi>
      </button>
    </div>
  )
}
