'use client'
import type { Medium } from '@cloudpa/contracts/media'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { toast } from '../../client/toast'
import { nextSoundRate, useSoundRate } from './sound-rate'
import { takeTurn } from './take-turn'

interface Player {
  audio: RefObject<HTMLAudioElement | null>
  /** What its audio element is to be told. */
  handlers: Pick<React.ComponentProps<'audio'>, 'onPlay' | 'onPause' | 'onTimeUpdate' | 'onDurationChange'>
  isPlaying: boolean
  /** To be told when the last of its sources, at this address, can't be had, which nothing else tells. */
  onLastFailed: (src: string) => void
  /** This browser knows none of the formats that it is there in. */
  isUnplayable: boolean
  /** Where it is, and how long in all. */
  seconds: number
  length: number
  rate: number
  toggle: () => void
  /** To so many seconds from its beginning. */
  seek: (to: number) => void
  changeRate: () => void
}

/** Plays the sound of one message. */
export function useSound({ durationMs }: Medium): Player {
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [seconds, setSeconds] = useState(0)
  const [found, setFound] = useState(0)
  const { isUnplayable, onLastFailed, want } = useSources(audio)
  const rate = useSoundRate()
  // What was measured is right where a file's own header is not.
  const length = durationMs === null ? found : durationMs / 1_000

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = rate
  }, [rate])

  const play = async (player: HTMLAudioElement) => {
    // A new source puts the speed back.
    player.playbackRate = rate
    want(player)
    // What was paused before it began, and what can't be played, is told by its events.
    await player.play().catch(() => undefined)
  }
  const toggle = () => {
    const player = audio.current
    if (player?.paused) void play(player)
    else player?.pause()
  }
  const seek = (to: number) => {
    const at = Math.min(Math.max(to, 0), length)
    setSeconds(at)
    if (audio.current) audio.current.currentTime = at
  }
  const handlers: Player['handlers'] = {
    onPlay: ({ currentTarget }) => {
      takeTurn(currentTarget)
      setPlaying(true)
    },
    onPause: () => setPlaying(false),
    onTimeUpdate: ({ currentTarget }) => setSeconds(currentTarget.currentTime),
    onDurationChange: ({ currentTarget: { duration } }) => {
      if (Number.isFinite(duration)) setFound(duration)
    },
  }
  return {
    audio,
    handlers,
    isPlaying,
    onLastFailed,
    isUnplayable,
    seconds,
    length,
    rate,
    toggle,
    seek,
    changeRate: nextSoundRate,
  }
}

/** Tells sound that can't be reached now from sound in formats that are not known here. */
function useSources(audio: RefObject<HTMLAudioElement | null>) {
  const unreachable = useTranslations('errors')('unreachable')
  const [wanted, setWanted] = useState(false)
  const [failed, setFailed] = useState(false)
  const ask = async (src: string) => {
    if (await isAnswered(src)) setFailed(true)
    else if (audio.current?.paused === false) {
      audio.current.pause()
      void toast('error', unreachable)
    }
  }
  return {
    isUnplayable: wanted && failed,
    onLastFailed: (src: string) => void ask(src),
    /** Before it is played: where no source could be had, none would be asked for anew. */
    want: (player: HTMLAudioElement) => {
      setWanted(true)
      if (player.networkState !== player.NETWORK_NO_SOURCE) return
      setFailed(false)
      player.load()
    },
  }
}

/** Whether the server answers for a file: one that can't be reached fails like one in a format that is not known here. */
async function isAnswered(src: string): Promise<boolean> {
  const answer = await fetch(src, { headers: { range: 'bytes=0-0' } }).catch(() => undefined)
  return answer !== undefined && answer.status < 500
}
