'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ChevronDown, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMe } from '../../client/use-me'
import { Avatar } from '../../components/ui/avatar'
import { Button } from '../../components/ui/button'
import { Tooltip } from '../../components/ui/tooltip'
import { useKeysOf } from '../actions/use-actions'
import { firstNameOf } from '../contacts/first-name'
import { usePicking } from '../triage/picking'

/** Who is to answer the open conversation, and the way to somebody else; on a phone it is in the menu. */
export function AssignButton({ conversation: { id, assignee } }: { conversation: Conversation }) {
  const t = useTranslations('labels')
  const { data: me } = useMe()
  const keys = useKeysOf('assign')
  const pick = usePicking((picking) => picking.ask)
  const isAsking = usePicking(({ what, ids }) => what === 'assignee' && ids.length > 0)
  const isMine = assignee?.memberId === me?.memberId
  const name = assignee?.name ?? ''
  const first = firstNameOf({ name, ourName: name, profileName: null })
  return (
    <Tooltip text={t('assignTo')} keys={keys?.shown}>
      <Button
        look="ghost"
        aria-haspopup="dialog"
        aria-expanded={isAsking}
        aria-keyshortcuts={keys?.aria}
        data-testid="assign-button"
        className="px-2 max-xl:hidden"
        onClick={(event) => pick('assignee', [id], event.currentTarget)}
      >
        {assignee ? (
          <>
            <Avatar id={assignee.memberId} name={assignee.name} className="size-6 text-meta" />
            <bdi aria-hidden className="max-w-24 truncate max-[90rem]:hidden">
              {isMine ? t('you') : first}
            </bdi>
            <span className="sr-only">
              {t('answers', { whose: isMine ? 'mine' : 'theirs', name: first })}
            </span>
          </>
        ) : (
          <>
            <UserPlus size={20} strokeWidth={1.75} aria-hidden />
            <span className="sr-only">{t('assignTo')}</span>
          </>
        )}
        <ChevronDown size={16} strokeWidth={2} aria-hidden className="text-ink-3" />
      </Button>
    </Tooltip>
  )
}
