'use client'
import { useRouter } from 'next/navigation'
import { followAddress } from './open-conversation'

/** Has the router go to another screen, from the address where we are. */
export function useGo(): (href: string) => void {
  const router = useRouter()
  return (href) => {
    followAddress()
    router.push(href)
  }
}
