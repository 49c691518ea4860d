'use client'
import { useTranslations } from 'next-intl'
import { Key } from '../../components/ui/keys'
import { useKeysOf } from '../actions/use-actions'

/** What a toast calls the way back, with the key that goes it too. */
export function UndoLabel() {
  const t = useTranslations('triage')
  const undoKey = useKeysOf('undo')?.shown[0]
  return (
    <span className="inline-flex items-center gap-2">
      {t('undo')}
      {undoKey ? (
        <span aria-hidden className="pointer-coarse:hidden">
          <Key className="bg-current/20 text-inherit">{undoKey}</Key>
        </span>
      ) : null}
    </span>
  )
}
