'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useState, type ReactNode } from 'react'
import { useJump } from '../live/jump'
import { Arrival, followAddress, followed, watchOpenId } from './open-conversation'

/**
 * Hears where the router went, for all who draw something by the address. It alone asks the router: whoever does is drawn
 * again when that has followed.
 */
export function AddressProvider({ children }: { children: ReactNode }) {
  const pathname = usePathname()
  const search = useSearchParams().toString()
  const [arrival] = useState(`${pathname}?${search}`)
  // Where the router itself went is the address only once that is drawn.
  useEffect(() => followed(search ? `${pathname}?${search}` : pathname), [pathname, search])
  useEffect(() => watchOpenId(useJump.getState().cameTo), [])
  useEffect(() => {
    // A link may lead elsewhere.
    document.addEventListener('click', followAddress, true)
    return () => document.removeEventListener('click', followAddress, true)
  }, [])
  return <Arrival value={arrival}>{children}</Arrival>
}
