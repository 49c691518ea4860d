'use client'
import { ChevronDown, Mic, SendHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { Tooltip } from '../../components/ui/tooltip'
import { useMenu } from '../../components/ui/use-menu'
import { ariaKey } from '../actions/registry'
import { useKeysOf } from '../actions/use-actions'

const fetchWays = () => import('./send-ways').then(({ SendWays }) => SendWays)

const half = 'inline-flex items-center justify-center bg-brand text-brand-ink hover:bg-brand-hover md:h-8.5'

interface Props {
  /** Of the conversation. */
  id: string
  ready: boolean
  /** How many messages leave. */
  count: number
  /** Whether Enter alone is a new line, as on a touch screen. */
  needsMod: boolean
  onSendDone: () => void
  /** Records a voice note; null while there is something else to send. */
  onRecord: (() => void) | null
}

/** Send, and beside it the other ways to; on a phone those stand behind the plus. The microphone has its place until the first letter. */
export function SendButton({ id, ready, count, needsMod, onSendDone, onRecord }: Props) {
  const t = useTranslations('composer')
  const { trigger, menu, List } = useMenu(fetchWays)
  return (
    // Its place is kept, or the words would wrap anew with the first letter.
    <span
      className={cx('relative m-1.5 inline-flex shrink-0 items-center', !ready && 'invisible justify-end')}
    >
      {onRecord ? (
        <Tooltip text={t('record')}>
          <IconButton
            label={t('record')}
            data-testid="record-button"
            onClick={onRecord}
            className="visible absolute end-0 max-md:-m-0.75"
          >
            <Mic size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Tooltip>
      ) : null}
      <SendKey />
      <button
        type="submit"
        aria-label={count > 1 ? t('sendCount', { count }) : t('sendMessage')}
        aria-keyshortcuts={needsMod ? ariaKey('$mod+Enter') : 'Enter'}
        data-testid="send-button"
        className={cx(
          half,
          'relative px-3 font-medium max-md:size-9 max-md:rounded-full max-md:p-0 md:rounded-s-ctl',
          'max-md:before:absolute max-md:before:-inset-1.5',
        )}
      >
        <SendHorizontal size={18} strokeWidth={1.75} aria-hidden className="md:hidden rtl:-scale-x-100" />
        <span className="max-md:hidden">{count > 1 ? t('sendCount', { count }) : t('send')}</span>
      </button>
      <button
        {...trigger}
        aria-label={t('otherWays')}
        data-testid="send-ways"
        className={cx(half, 'border-s border-brand-ink/28 px-1.5 max-md:hidden md:rounded-e-ctl')}
      >
        <ChevronDown size={16} strokeWidth={2} aria-hidden />
      </button>
      {List ? <List id={id} menu={menu} onSendDone={onSendDone} /> : null}
    </span>
  )
}

/** Which key sends, beside the button that does. */
function SendKey() {
  const t = useTranslations('composer')
  const key = useKeysOf('send')?.shown[0]
  return (
    <span aria-hidden className="me-2 text-meta text-ink-3 max-md:hidden pointer-coarse:hidden">
      {t('keySends', { key: key ?? '' })}
    </span>
  )
}
