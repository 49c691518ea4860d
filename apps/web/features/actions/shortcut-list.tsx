'use client'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { cx } from '../../components/ui/cx'
import { Dialog } from '../../components/ui/dialog'
import { Key } from '../../components/ui/keys'
import { usePreferences } from './preferences'
import { actionIds, actionOf, keysOf, type ActionId } from './registry'
import { SingleKeysSwitch } from './single-keys-switch'

/** All but those whose keys stand with another action's. */
type Listed = Exclude<ActionId, 'previousWriting'>
const listed = actionIds.filter((id): id is Listed => actionOf(id).shown.length > 0)

const groups = ['move', 'triage', 'write', 'app'] as const

/** All actions that have a key, as the registry has them. */
export function ShortcutList({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('actions')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')}>
      <div className="grid gap-5">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-small font-medium text-ink-2">{t(`group.${group}`)}</h3>
            <dl>
              {listed
                .filter((id) => actionOf(id).group === group)
                .map((id) => (
                  <Action key={id} id={id} />
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

/** What an action does, and its keys; struck out are those that are turned off, and no others. */
function Action({ id }: { id: Listed }) {
  const t = useTranslations('actions')
  const singleKeys = usePreferences((state) => state.singleKeys)
  const enterSends = usePreferences((state) => state.enterSends)
  const keys = keysOf(id, singleKeys, enterSends)
  return (
    <div
      className={cx(
        'flex min-h-8 items-center justify-between gap-4',
        !keys.some(({ works }) => works) && 'text-ink-3 line-through',
      )}
    >
      <dt>{t(`does.${id}`)}</dt>
      <dd className="flex shrink-0 gap-1">
        {keys.map(({ shown, works }) => {
          const Element = works ? 'span' : 's'
          return (
            <Element key={shown.join(' ')} className="flex items-center gap-1">
              {shown.map((press, at) => (
                <Fragment key={press}>
                  {at > 0 ? <span className="text-meta">{t('then')}</span> : null}
                  {/* A line through what is around a key would not go through the key. */}
                  <Key className={cx(!works && 'line-through')}>{press}</Key>
                </Fragment>
              ))}
            </Element>
          )
        })}
      </dd>
    </div>
  )
}
