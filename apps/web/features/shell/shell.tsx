'use client'
import dynamic from 'next/dynamic'
import { useEffect, useRef, type ReactNode } from 'react'
import { TooltipProvider } from '../../components/ui/tooltip'
import { useMe } from '../../client/use-me'
import { Live } from './live'
import { Rail } from './rail'

const Toaster = dynamic(() => import('./toaster').then((module) => module.Toaster), { ssr: false })

/**
 * The frame of the signed-in app. One grid, three shapes: rail, list and thread side by side; on a tablet
 * the rail above the list; on a phone one pane with the rail at the bottom.
 */
export function Shell({ children }: { children: ReactNode }) {
  const { data: me } = useMe()
  useReloadOnOrgSwitch(me?.org.id)
  return (
    <TooltipProvider delayDuration={400}>
      <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] pl-[env(safe-area-inset-left)] md:grid-cols-[320px_minmax(0,1fr)] md:grid-rows-[auto_minmax(0,1fr)] lg:grid-cols-[56px_340px_minmax(0,1fr)] lg:grid-rows-[minmax(0,1fr)]">
        <Rail me={me} />
        <main className="contents">{children}</main>
      </div>
      {me ? <Live owner={`${me.org.id}:${me.user?.id ?? ''}`} /> : null}
      <Toaster />
    </TooltipProvider>
  )
}

/** Another tab switched the org: everything here belongs to the former one, so the page starts afresh. */
function useReloadOnOrgSwitch(orgId: string | undefined) {
  const first = useRef(orgId)
  useEffect(() => {
    if (!orgId) return
    first.current ??= orgId
    if (first.current !== orgId) window.location.assign('/inbox')
  }, [orgId])
}
