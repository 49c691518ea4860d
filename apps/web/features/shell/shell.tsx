'use client'
import { useLocale } from 'next-intl'
import dynamic from 'next/dynamic'
import { Direction } from 'radix-ui'
import { useEffect, useState, type ReactNode } from 'react'
import { ownerOf, useMe } from '../../client/use-me'
import { listenForKeys } from '../actions/listen-for-keys'
import { ShortcutSheet } from '../actions/shortcut-sheet'
import { useActions } from '../actions/use-actions'
import { typeAhead } from '../composer/type-ahead'
import { AddressProvider } from '../conversations/address'
import { listHref } from '../conversations/open-conversation'
import { useGo } from '../conversations/use-go'
import { ConnectionBar } from '../live/connection-bar'
import { nameAhead } from '../triage/picking'
import { Palette } from '../palette/palette'
import { Search } from '../search/search'
import { searchAhead } from '../search/searching'
import { Templates } from '../templates/templates'
import { timeAhead } from '../triage/snoozing'
import { directionOf } from '../words/locales'
import { viewAhead } from '../views/asking'
import { Views } from '../views/views'
import { KeepInStep } from './keep-in-step'
import { Rail } from './rail'
import { TakeBack } from './take-back'

const Toaster = dynamic(() => import('./toaster').then((module) => module.Toaster), { ssr: false })

/**
 * The frame of the signed-in app: over everything the bar of a lost line, and one grid of three shapes: rail, list and thread side by side; on a tablet tabs under
 * the list; on a phone one pane with the tabs below it.
 */
export function Shell({ children }: { children: ReactNode }) {
  const { data: me } = useMe()
  const owner = useReloadForAnother(me ? ownerOf(me) : undefined)
  const push = useGo()
  const go = (href: string) => {
    push(href)
    return true
  }
  useActions({
    goInbox: () => go(listHref('all')),
    goDone: () => go(listHref('done')),
    goSnoozed: () => go(listHref('snoozed')),
    goContacts: () => go('/contacts'),
    goSettings: () => go('/settings/numbers'),
  })
  useEffect(
    () =>
      listenForKeys(
        (event, isWriting) =>
          searchAhead(event) ||
          (!isWriting && (timeAhead(event) || nameAhead(event) || viewAhead(event) || typeAhead(event))),
      ),
    [],
  )
  return (
    <Direction.Provider dir={directionOf(useLocale())}>
      <div className="flex h-dvh flex-col ps-[env(safe-area-inset-left)] pe-[env(safe-area-inset-right)] pt-[env(safe-area-inset-top)]">
        <ConnectionBar />
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] md:grid-cols-[20rem_minmax(0,1fr)] lg:grid-cols-[var(--rail)_20rem_minmax(0,1fr)] lg:grid-rows-[minmax(0,1fr)] xl:grid-cols-[var(--rail)_var(--list)_minmax(0,1fr)]">
          <AddressProvider>
            <Rail me={me} />
            <main className="contents">{children}</main>
          </AddressProvider>
        </div>
      </div>
      {owner ? <KeepInStep owner={owner} memberId={me?.memberId ?? null} alone={me?.alone ?? true} /> : null}
      <ShortcutSheet />
      <Search />
      <Palette />
      <Views />
      <Templates />
      <TakeBack />
      <Toaster />
    </Direction.Provider>
  )
}

/**
 * Another tab switched the org or the person: everything here belongs to the former, so the page starts afresh.
 * @returns the owner while it is the one this page began with. Nothing begins for another on the way out: the line of its
 * events would be behind what was heard of the former's, and have this page load again where it is
 */
function useReloadForAnother(owner: string | undefined): string | undefined {
  const [first, setFirst] = useState(owner)
  if (owner && !first) setFirst(owner)
  const isAnother = first !== undefined && owner !== undefined && first !== owner
  useEffect(() => {
    if (isAnother) window.location.assign('/inbox')
  }, [isAnother])
  return isAnother ? undefined : owner
}
