'use client'
import type { Contact } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useMemo } from 'react'
import { useMe } from '../../client/use-me'
import { Key } from '../../components/ui/keys'
import { namesOf } from '../contacts/first-name'
import { fillIn } from '../quick-replies/fill-in'
import { findReplies } from '../quick-replies/find-replies'
import { useQuickReplies } from '../quick-replies/use-quick-replies'
import { OptionList, type Completing, type Option } from './option-list'

interface Props extends Completing {
  query: string
  contact: Contact | undefined
}

/** The quick replies that could be meant, with their names filled in before they are seen. */
export function ReplyList({ query, contact, ...completing }: Props) {
  const t = useTranslations('quickReplies')
  const { data, isError } = useQuickReplies()
  const { data: me } = useMe()
  const values = useMemo(
    () => ({
      ...namesOf(contact),
      my_name: me?.user?.name ?? '',
      business: me?.org.name ?? '',
    }),
    [contact, me],
  )
  const options = useMemo(() => {
    if (isError) return []
    if (!data || !me) return undefined
    return findReplies(data.items, query).map(({ id, shortcut, text, shared }): Option => {
      const filled = fillIn(text, values)
      return {
        key: id,
        text: filled,
        shows: (
          <>
            <span className="grid min-w-0 flex-1">
              <span className="flex min-w-0 items-baseline gap-2">
                <bdi className="truncate font-medium">/{shortcut}</bdi>
                {shared ? null : <span className="shrink-0 text-meta text-ink-3">{t('yours')}</span>}
              </span>
              <span dir="auto" className="truncate text-small text-ink-2">
                {filled}
              </span>
            </span>
            <span aria-hidden className="in-aria-[selected=false]:invisible pointer-coarse:hidden">
              <Key>⇥</Key>
            </span>
          </>
        ),
      }
    })
  }, [data, isError, me, query, values, t])
  // Where nothing is kept yet, it is said how to begin; what merely is not found is a text with a slash.
  const isNone = isError || data?.items.length === 0
  return (
    <OptionList
      {...completing}
      label={t('title')}
      options={options}
      empty={
        isNone ? (
          <p role="status" className="px-2.5 py-1.5 text-ink-2">
            {isError ? t('notLoaded') : t('none')}{' '}
            <Link href="/settings/quick-replies" className="text-link underline underline-offset-2">
              {t('manage')}
            </Link>
          </p>
        ) : null
      }
    />
  )
}
