'use client'
import { Dialog } from '../../components/ui/dialog'
import { cx } from '../../components/ui/cx'
import { shortcuts } from './inbox-shortcuts'
import { SingleKeysSwitch } from '../actions/single-keys-switch'
import { usePreferences } from '../actions/preferences'

export function ShortcutList({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const singleKeys = usePreferences((state) => state.singleKeys)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <dl className="grid gap-1">
        {shortcuts.map(({ keys, does, single }) => (
          <div
            key={does}
            className={cx(
              'flex min-h-8 items-center justify-between gap-4',
              single && !singleKeys && 'text-ink-3 line-through',
            )}
          >
            <dt>{does}</dt>
            <dd className="flex shrink-0 gap-1.5">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-md border border-line bg-inset px-1.5 py-0.5 text-center font-sans text-meta"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-5 border-t border-line pt-4">
        <SingleKeysSwitch />
      </div>
    </Dialog>
  )
}
