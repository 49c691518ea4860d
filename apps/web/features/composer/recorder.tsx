'use client'
import { CircleDot, MicOff, Pause, Play, Mic, Square, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useAnnouncement } from '../../components/ui/announcer'
import { Button, IconButton } from '../../components/ui/button'
import { clock } from '../messages/file-parts'
import type { Recorded } from './recording'
import { useRecording } from './use-recording'

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const
/** So many bars fit on a phone. */
const bars = 40

interface Props {
  onSend: (recorded: Recorded) => void
  /** It goes away with nothing said about what was recorded. */
  onLeft: (recorded: Recorded) => void
  onClose: () => void
}

/** Records a voice note in the place of the text: pause, listen, throw away, send. */
export function Recorder({ onSend, onLeft, onClose }: Props) {
  const t = useTranslations('composer.recorder')
  const { state, refusal, durationMs, levels, ...does } = useRecording(onLeft)
  const box = useRef<HTMLDivElement>(null)
  const [isEnding, setEnding] = useState(false)
  // What was pressed to begin is gone, and Escape must be heard.
  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    if (state === 'recording') useAnnouncement.getState().announce(t('recording'))
    if (state === 'paused') useAnnouncement.getState().announce(t('paused'))
    if (state === 'full' || state === 'lost') useAnnouncement.getState().announce(t(state))
  }, [state, t])
  const cancel = () => {
    does.cancel()
    onClose()
  }
  const send = async () => {
    setEnding(true)
    const recorded = await does.finish()
    if (!recorded) return
    onClose()
    onSend(recorded)
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    cancel()
  })
  useEffect(() => {
    const at = box.current
    at?.addEventListener('keydown', onKey)
    return () => at?.removeEventListener('keydown', onKey)
  }, [])
  const isOver = state === 'full' || state === 'lost'
  const isPaused = state === 'paused' || isOver
  return (
    <div
      ref={box}
      // What is heard by Escape must have the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="group"
      aria-label={t('title')}
      data-testid="recorder"
      data-state={state}
      className="flex min-h-14 flex-wrap items-center gap-2 rounded-[inherit] p-2 outline-none"
    >
      <IconButton label={t('throwAway')} data-testid="recorder-cancel" onClick={cancel}>
        <Trash2 {...icon} />
      </IconButton>
      {state === 'refused' ? (
        <p role="alert" className="flex min-w-0 flex-1 basis-40 items-center gap-2 text-small text-ink-2">
          <MicOff {...icon} className="shrink-0" />
          {t(`refused.${refusal ?? 'failed'}`)}
        </p>
      ) : (
        <>
          <CircleDot
            size={16}
            strokeWidth={2}
            aria-hidden
            className={isPaused ? 'shrink-0 text-ink-3' : 'shrink-0 text-danger'}
          />
          <span dir="ltr" role="timer" className="font-medium tabular-nums" data-testid="recorder-time">
            {clock(durationMs / 1_000)}
          </span>
          {isPaused ? <Preview soFar={does.soFar} /> : null}
          <Wave levels={levels} />
          {isOver ? null : isPaused ? (
            <IconButton label={t('goOn')} data-testid="recorder-resume" onClick={does.resume}>
              <Mic {...icon} />
            </IconButton>
          ) : (
            <IconButton
              label={t('pause')}
              disabled={state === 'asking'}
              data-testid="recorder-pause"
              onClick={does.pause}
            >
              <Pause {...icon} />
            </IconButton>
          )}
          <Button
            look="primary"
            disabled={state === 'asking'}
            busy={isEnding}
            data-testid="recorder-send"
            onClick={() => void send()}
          >
            {t('send')}
          </Button>
          {isOver ? (
            <p data-testid="recorder-over" className="basis-full px-2 text-small text-ink-2">
              {t(state)}
            </p>
          ) : null}
        </>
      )}
    </div>
  )
}

/** How loud the last seconds were, the newest at the end. */
function Wave({ levels }: { levels: readonly number[] }) {
  const shown = levels.slice(-bars)
  return (
    <svg
      viewBox={`0 0 ${bars * 4} 28`}
      preserveAspectRatio="none"
      aria-hidden
      className="h-7 min-w-0 flex-1 basis-10 fill-ink rtl:-scale-x-100"
    >
      {Array.from({ length: bars }, (_, at) => {
        const level = shown[at - (bars - shown.length)] ?? 0
        const height = Math.max(2.4, (level / 100) * 26)
        return <rect key={at} x={at * 4} y={14 - height / 2} width="2.4" height={height} rx="1.2" />
      })}
    </svg>
  )
}

/** What was recorded until now, to be listened to before it leaves. */
function Preview({ soFar }: { soFar: () => Promise<Blob | null> }) {
  const t = useTranslations('composer.recorder')
  const [player, setPlayer] = useState<HTMLAudioElement | null>(null)
  useEffect(
    () => () => {
      player?.pause()
      if (player) URL.revokeObjectURL(player.src)
    },
    [player],
  )
  const play = async () => {
    if (player) return setPlayer(null)
    const blob = await soFar()
    if (!blob) return
    const next = new Audio(URL.createObjectURL(blob))
    next.addEventListener('ended', () => setPlayer(null))
    setPlayer(next)
    await next.play().catch((error: unknown) => {
      console.warn('What was recorded can’t be played here.', error)
      setPlayer(null)
    })
  }
  const Icon = player ? Square : Play
  return (
    <IconButton
      label={t(player ? 'stop' : 'listen')}
      data-testid="recorder-listen"
      onClick={() => void play()}
    >
      <Icon {...icon} />
    </IconButton>
  )
}
