'use client'
import { mostFound } from '@cloudpa/contracts/contact-limits'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useDeferredValue, useState } from 'react'
import { canManage, useMe } from '../../client/use-me'
import { usePaused } from '../../client/use-paused'
import { MainPane, PaneTitle, SidePane } from '../../components/ui/panes'
import { ContactList } from './contact-list'
import { ContactView } from './contact-view'
import { useContactList } from './use-contact-list'

const Tables = dynamic(() => import('./tables').then((module) => module.Tables), { ssr: false })

/** Whom the org knows, and what of them; on a phone one after the other. */
export function ContactsScreen() {
  const t = useTranslations('addressBook')
  const openId = usePathname().split('/')[2] ?? null
  const { data: me } = useMe()
  const [typed, setTyped] = useState('')
  const q = usePaused(typed.trim())
  const list = useContactList(q)
  // Typing is ahead of what is drawn.
  const items = useDeferredValue(list.items)
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <SidePane label={t('list')} hiddenOnPhone={openId !== null}>
        <PaneTitle title={t('title')}>
          {list.total === null ? null : (
            <p role="status" className="pe-2 text-small text-ink-2 tabular-nums">
              {t(q && list.total === mostFound ? 'countOrMore' : 'count', { count: list.total })}
            </p>
          )}
        </PaneTitle>
        <div className="flex items-center gap-2 px-4 pb-3">
          <label className="relative grid min-w-0 flex-1 items-center">
            <span className="sr-only">{t('search')}</span>
            <Search size={16} strokeWidth={2} aria-hidden className="absolute start-3 text-ink-2" />
            <input
              type="search"
              value={typed}
              maxLength={100}
              placeholder={t('searchHint')}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown') return
                event.preventDefault()
                document.querySelector<HTMLElement>('[data-contact-row]')?.focus()
              }}
              className="h-[max(2.25rem,var(--tap))] w-full rounded-ctl border border-line bg-panel ps-9 pe-3 text-reading md:text-ui"
            />
          </label>
        </div>
        <div className="min-h-0 flex-1">
          <ContactList list={list} items={items} openId={openId} q={q} />
        </div>
        {canManage(me) ? <Tables /> : null}
      </SidePane>
      <MainPane label={t('contact')} hiddenOnPhone={openId === null}>
        {openId ? (
          <ContactView key={openId} id={openId} mayMerge={canManage(me)} />
        ) : (
          <p className="m-auto max-w-xs p-6 text-center text-balance text-ink-2">{t('choose')}</p>
        )}
      </MainPane>
    </>
  )
}
