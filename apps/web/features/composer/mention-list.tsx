'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useMembers } from '../../client/use-members'
import { useMe } from '../../client/use-me'
import { Avatar } from '../../components/ui/avatar'
import { findMembers } from './find-members'
import { OptionList, type Completing, type Option } from './option-list'

/** The members who could be meant behind an @. */
export function MentionList({ query, ...completing }: Completing & { query: string }) {
  const t = useTranslations('notes')
  const { data, isError } = useMembers()
  const { data: me } = useMe()
  const options = useMemo(() => {
    if (isError) return []
    if (!data) return undefined
    const others = data.items.filter(({ id }) => id !== me?.memberId)
    return findMembers(others, query).map(({ id, name, email }): Option => ({
      key: id,
      text: `@${name} `,
      shows: (
        <>
          <Avatar id={id} name={name} className="size-7 shrink-0 text-meta" />
          <span dir="auto" className="min-w-0 truncate font-medium">
            {name}
          </span>
          <span dir="ltr" className="min-w-0 flex-1 truncate text-small text-ink-2">
            {email}
          </span>
        </>
      ),
    }))
  }, [data, isError, me, query])
  return <OptionList {...completing} label={t('members')} options={options} />
}
