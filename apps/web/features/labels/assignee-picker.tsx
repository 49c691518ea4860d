'use client'
import { Check, UserPlus, UserX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMe } from '../../client/use-me'
import { useMembers } from '../../client/use-members'
import { Avatar } from '../../components/ui/avatar'
import { conversationsOf } from '../live/use-conversations'
import { useTriage } from '../triage/use-triage'
import { findIn } from './find-name'
import { FoundName } from './found-name'
import { PickList, type Option } from './pick-list'

interface Props {
  ids: readonly string[]
  typed: string
  onDone: () => void
}

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Who is to answer: you first, then the others, then nobody in particular. */
export function AssigneePicker({ ids, typed, onDone }: Props) {
  const t = useTranslations('labels')
  const { assign } = useTriage()
  const { data: me } = useMe()
  const members = useMembers()
  const [text, setText] = useState(typed)
  const now = new Set(conversationsOf(ids).map(({ assignee }) => assignee?.memberId ?? null))
  const isNow = (id: string | null) => now.size === 1 && now.has(id)
  const mine = (id: string) => id === me?.memberId
  const all = members.data?.items ?? []
  const meFirst = all.toSorted((one, other) => Number(mine(other.id)) - Number(mine(one.id)))
  const check = (isOn: boolean) => (isOn ? <Check {...icon} className="ms-auto shrink-0" /> : null)
  const options = meFirst.flatMap(({ id, name }): Option[] => {
    const parts = mine(id) && !text ? ([t('you'), '', ''] as const) : findIn(name, text)
    if (!parts) return []
    const isOn = isNow(id)
    const says = (
      <>
        <Avatar id={id} name={name} className="size-6 text-meta" />
        <FoundName parts={parts} />
        {check(isOn)}
      </>
    )
    const choose = () => {
      onDone()
      assign(ids, { memberId: id, name })
    }
    return [{ key: id, says, isOn, choose }]
  })
  const nobody = findIn(t('noOne'), text)
  if (members.data && nobody && !isNow(null)) {
    const choose = () => {
      onDone()
      assign(ids, null)
    }
    const says = (
      <>
        <UserX {...icon} className="mx-0.75 shrink-0" />
        <FoundName parts={nobody} />
      </>
    )
    options.push({ key: 'noOne', says, choose })
  }
  return (
    <PickList
      asks={t('assignTo')}
      icon={<UserPlus {...icon} />}
      text={text}
      onText={setText}
      options={options}
      asked={members}
      nothing={t('nobodyFound')}
    />
  )
}
