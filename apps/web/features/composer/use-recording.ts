'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Recording, RecordingError, type Over, type Recorded, type Refusal } from './recording'

type RecorderState = 'asking' | 'recording' | 'paused' | 'refused' | Over

/**
 * Records from the moment on that this is drawn, until it is finished or thrown away.
 * @param onLeft gets what was recorded when this goes away with neither: it may not be lost
 */
export function useRecording(onLeft: (recorded: Recorded) => void) {
  const [state, setState] = useState<RecorderState>('asking')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [durationMs, setDuration] = useState(0)
  const [levels, setLevels] = useState<number[]>([])
  const recording = useRef<Recording>(null)
  const isOver = useRef(false)
  const leave = useRef(onLeft)
  useEffect(() => {
    leave.current = onLeft
  })

  useEffect(() => {
    const end = new AbortController()
    isOver.current = false
    Recording.begin(end.signal, {
      onLevel: (all, elapsedMs) => {
        setLevels(all)
        setDuration(elapsedMs)
      },
      onOver: setState,
    }).then(
      (begun) => {
        recording.current = begun
        setState('recording')
      },
      (error: unknown) => {
        if (end.signal.aborted) return
        console.warn('Nothing is recorded.', error)
        setRefusal(error instanceof RecordingError ? error.refusal : 'failed')
        setState('refused')
      },
    )
    return () => {
      end.abort()
      const left = recording.current
      recording.current = null
      if (left && !isOver.current) void left.finish().then((recorded) => leave.current(recorded))
    }
  }, [])

  const pause = useCallback(() => {
    recording.current?.pause()
    setState('paused')
  }, [])
  const resume = useCallback(() => {
    if (recording.current?.resume()) setState('recording')
  }, [])
  const cancel = useCallback(() => {
    isOver.current = true
    recording.current?.stop()
  }, [])
  const finish = useCallback(async () => {
    // A second press would get what the recorder has not handed over yet, less its end.
    if (isOver.current) return null
    isOver.current = true
    return (await recording.current?.finish()) ?? null
  }, [])
  const soFar = useCallback(async () => (await recording.current?.soFar()) ?? null, [])
  return { state, refusal, durationMs, levels, pause, resume, cancel, finish, soFar }
}
