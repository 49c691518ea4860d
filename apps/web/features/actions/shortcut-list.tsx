'use client'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { Dialog } from '../../components/ui/dialog'
import { Keys } from '../../components/ui/keys'
import { usePreferences } from './preferences'
import { actionIds, actionOf } from './registry'
import { SingleKeysSwitch } from './single-keys-switch'

const groups = ['move', 'write', 'app'] as const

/** All actions that have a key, as the registry has them. */
export function ShortcutList({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('actions')
  const singleKeys = usePreferences((state) => state.singleKeys)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')}>
      <div className="grid gap-5">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-small font-medium text-ink-2">{t(`group.${group}`)}</h3>
            <dl>
              {actionIds
                .map((id) => ({ id, ...actionOf(id) }))
                .filter((action) => action.group === group)
                .map(({ id, shown, single }) => (
                  <div
                    key={id}
                    className={cx(
                      'flex min-h-8 items-center justify-between gap-4',
                      single && !singleKeys && 'text-ink-3 line-through',
                    )}
                  >
                    <dt>{t(`does.${id}`)}</dt>
                    <dd className="shrink-0">
                      <Keys keys={shown} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <div className="border-t border-line pt-4">
          <SingleKeysSwitch />
        </div>
      </div>
    </Dialog>
  )
}
