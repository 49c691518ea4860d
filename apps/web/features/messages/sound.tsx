'use client'
import { Pause, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { clock, soundSources } from './file-parts'
import type { MediumProps } from './medium'
import { Paper } from './paper'
import { useSound } from './use-sound'
import { Waveform } from './waveform'

/** How far an arrow key goes, in seconds: less in what is short. */
const stride = 5

/** A voice note, or other sound: play, its waveform, how fast, where it is. One that can't be played here can be saved. */
export function Sound(props: MediumProps) {
  const { medium, current, children } = props
  const t = useTranslations('messages.file')
  const { audio, handlers, onLastFailed, isPlaying, isUnplayable, seconds, length, rate, ...act } =
    useSound(medium)
  if (isUnplayable) return <Paper {...props} />
  const sources = soundSources(medium)
  const tabIndex = current ? 0 : -1
  const [at, all] = [clock(seconds), clock(length)]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = Math.min(stride, length / 10)
    const places: Record<string, number> = {
      ArrowLeft: seconds - step,
      ArrowRight: seconds + step,
      Home: 0,
      End: length,
    }
    const place = places[event.key]
    if (place === undefined || event.metaKey || event.ctrlKey || event.altKey) return
    event.preventDefault()
    // Home and End are the thread's own keys elsewhere.
    event.stopPropagation()
    act.seek(place)
  }
  const Icon = isPlaying ? Pause : Play
  return (
    <div className="w-68 max-w-full" data-testid="sound">
      <div className="flex h-11 items-center gap-2.5">
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
        <audio ref={audio} preload={medium.durationMs === null ? 'metadata' : 'none'} {...handlers}>
          {sources.map((source) => (
            <source
              key={source.src}
              {...source}
              onError={source === sources.at(-1) ? () => onLastFailed(source.src) : undefined}
            />
          ))}
        </audio>
        <button
          type="button"
          onClick={act.toggle}
          tabIndex={tabIndex}
          aria-label={t(isPlaying ? 'pause' : 'play')}
          className="grid size-9 shrink-0 place-items-center rounded-full bg-brand text-brand-ink hover:bg-brand-hover pointer-coarse:size-11"
        >
          <Icon size={18} strokeWidth={1.75} fill="currentColor" aria-hidden />
        </button>
        {/* Sound runs from the left to the right in every script's players. */}
        <div
          dir="ltr"
          className="relative flex h-full min-w-0 flex-1 items-center rounded-tail has-focus-visible:outline-2 has-focus-visible:outline-focus"
        >
          <Waveform peaks={medium.peaks} played={length > 0 ? seconds / length : 0} />
          <input
            type="range"
            min={0}
            max={Math.max(length, 0.1)}
            step="any"
            value={Math.min(seconds, length)}
            onChange={({ target }) => act.seek(Number(target.value))}
            onKeyDown={onKeyDown}
            tabIndex={tabIndex}
            aria-label={t('position')}
            aria-valuetext={`${at} / ${all}`}
            className="absolute inset-0 size-full cursor-pointer opacity-0"
          />
        </div>
        <button
          type="button"
          onClick={act.changeRate}
          tabIndex={tabIndex}
          aria-label={t('speed', { rate })}
          className="grid min-h-7 min-w-9 shrink-0 place-items-center rounded-full bg-bubble-well px-1.5 text-meta font-medium tabular-nums pointer-coarse:min-h-11 pointer-coarse:min-w-11"
        >
          <bdi dir="ltr">{rate}×</bdi>
        </button>
      </div>
      <div className="h-(--t-msg-lh) text-meta leading-(--t-msg-lh) text-ink-2">
        <bdi dir="ltr" className="tabular-nums">
          {isPlaying || seconds > 0 ? `${at} / ${all}` : all}
        </bdi>
        {children}
      </div>
    </div>
  )
}
