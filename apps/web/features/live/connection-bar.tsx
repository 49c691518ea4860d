'use client'
import { useEffect, useState } from 'react'
import { useConnectionState } from './connection-state'

const patienceMs = 3_000

/** A thin bar once live events have been missing for a while; short interruptions go unmentioned. */
export function ConnectionBar() {
  const lost = useConnectionState((state) => state.lostAt !== null)
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!lost) return
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [lost])
  return (
    <div role="status">
      {lost && late ? (
        <p
          data-testid="connection-bar"
          className="animate-fade bg-warn-soft px-5 py-1 text-meta font-medium text-warn"
        >
          Connecting…
        </p>
      ) : null}
    </div>
  )
}
