'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { Check, Clock, Ellipsis, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, IconButton } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { Key } from '../../components/ui/keys'
import { Tooltip } from '../../components/ui/tooltip'
import { useMenu } from '../../components/ui/use-menu'
import { useKeysOf } from '../actions/use-actions'
import { useSnoozing } from '../triage/snoozing'
import { useTriage } from '../triage/use-triage'

const fetchItems = () =>
  import('../triage/conversation-items').then(({ ConversationItems }) => ConversationItems)

/** What is done with the open conversation, the likeliest in words. */
export function PaneActs({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('triage')
  const { id, state, contact } = conversation
  const triage = useTriage()
  const [snoozeKeys, doneKeys] = [useKeysOf('snooze'), useKeysOf('done')]
  const askWhen = useSnoozing((snoozing) => snoozing.ask)
  const isAsking = useSnoozing((snoozing) => snoozing.ids.length > 0)
  const { trigger, menu, List } = useMenu(fetchItems)
  const isDone = state === 'done'
  const DoneIcon = isDone ? Undo2 : Check
  const done = isDone ? t('reopen') : t('done')
  return (
    <>
      <Tooltip text={t('snooze')} keys={snoozeKeys?.shown}>
        <IconButton
          label={t('snooze')}
          aria-haspopup="dialog"
          aria-expanded={isAsking}
          aria-keyshortcuts={snoozeKeys?.aria}
          data-testid="snooze-button"
          onClick={(event) => askWhen([id], event.currentTarget)}
        >
          <Clock size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Tooltip>
      <Button
        look="outline"
        aria-keyshortcuts={doneKeys?.aria}
        data-testid="done-button"
        className="max-md:w-(--tap) max-md:bg-transparent max-md:px-0 max-md:text-ink-2 max-md:inset-ring-0"
        onClick={() => triage.doneOrBack([id], isDone)}
      >
        <DoneIcon
          strokeWidth={2}
          aria-hidden
          className={cx('size-4 max-md:size-5 max-md:stroke-[1.75]', isDone && 'rtl:-scale-x-100')}
        />
        <span className="max-md:sr-only">{done}</span>
        {doneKeys ? (
          <span aria-hidden className="max-md:hidden pointer-coarse:hidden">
            <Key>{doneKeys.shown[0]}</Key>
          </span>
        ) : null}
      </Button>
      <IconButton {...trigger} label={t('more', { name: contact.name })} data-testid="more-button">
        <Ellipsis size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
      {List ? <List menu={menu} id={id} isOpen /> : null}
    </>
  )
}
