'use client'
import { useLocale } from 'next-intl'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { Direction } from 'radix-ui'
import { useEffect, useRef, type ReactNode } from 'react'
import { ownerOf, useMe } from '../../client/use-me'
import { TooltipProvider } from '../../components/ui/tooltip'
import { ShortcutSheet } from '../actions/shortcut-sheet'
import { useActions } from '../actions/use-actions'
import { useKeys } from '../inbox/use-inbox-actions'
import { directionOf } from '../words/locales'
import { Live } from './live'
import { Rail } from './rail'

const Toaster = dynamic(() => import('./toaster').then((module) => module.Toaster), { ssr: false })

/**
 * The frame of the signed-in app. One grid, three shapes: rail, list and thread side by side; on a tablet tabs under
 * the list; on a phone one pane with the tabs below it.
 */
export function Shell({ children }: { children: ReactNode }) {
  const { data: me } = useMe()
  const owner = me ? ownerOf(me) : undefined
  useReloadForAnother(owner)
  const router = useRouter()
  const go = (href: string) => {
    router.push(href)
    return true
  }
  useActions({ goInbox: () => go('/inbox'), goSettings: () => go('/settings/numbers') })
  useKeys()
  return (
    <Direction.Provider dir={directionOf(useLocale())}>
      <TooltipProvider delayDuration={400}>
        <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] ps-[env(safe-area-inset-left)] pe-[env(safe-area-inset-right)] pt-[env(safe-area-inset-top)] md:grid-cols-[20rem_minmax(0,1fr)] lg:grid-cols-[var(--rail)_20rem_minmax(0,1fr)] lg:grid-rows-[minmax(0,1fr)] xl:grid-cols-[var(--rail)_var(--list)_minmax(0,1fr)]">
          <Rail me={me} />
          <main className="contents">{children}</main>
        </div>
        {owner ? <Live owner={owner} /> : null}
        <ShortcutSheet />
        <Toaster />
      </TooltipProvider>
    </Direction.Provider>
  )
}

/** Another tab switched the org or the person: everything here belongs to the former, so the page starts afresh. */
function useReloadForAnother(owner: string | undefined) {
  const first = useRef(owner)
  useEffect(() => {
    if (!owner) return
    first.current ??= owner
    if (first.current !== owner) window.location.assign('/inbox')
  }, [owner])
}
