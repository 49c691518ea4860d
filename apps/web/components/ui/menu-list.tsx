'use client'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { Adopted } from './adopted'
import { cx } from './cx'
import { grip } from './sheet'
import type { MenuState } from './use-menu'

const item =
  // Signs stand in 24 px, as faces do, so that the words beside them begin on one line.
  'flex min-h-(--tap) items-center gap-2.5 rounded-ctl px-2.5 text-ui outline-none select-none data-highlighted:bg-hover max-md:min-h-13 max-md:text-base [&>svg:first-child]:mx-0.75'

export const MenuRadioGroup = DropdownMenu.RadioGroup

interface ListProps extends Pick<
  ComponentProps<typeof DropdownMenu.Content>,
  'side' | 'align' | 'children' | 'onCloseAutoFocus'
> {
  menu: MenuState
}

/**
 * What a menu's button shows: beside it, on a phone a sheet from below (its wrapper: globals.css). Not modal: the page
 * behind stays readable, and one click closes the menu and reaches what it hit.
 */
export function MenuList({ menu, ...props }: ListProps) {
  return (
    <DropdownMenu.Root modal={false} open={menu.open} onOpenChange={menu.onOpenChange}>
      <DropdownMenu.Trigger asChild>
        <Adopted element={menu.button} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          ref={menu.byKey ? focusFirst : null}
          id={menu.id}
          aria-labelledby={menu.buttonId}
          sideOffset={8}
          collisionPadding={8}
          className={cx(
            'z-50 max-h-[92dvh] w-full animate-sheet overflow-y-auto rounded-t-sheet bg-pop px-3 pb-[max(1rem,env(safe-area-inset-bottom))] shadow-sheet',
            'md:max-h-(--radix-dropdown-menu-content-available-height) md:w-72 md:animate-pop md:rounded-card md:p-1.5 md:shadow-pop',
            grip,
          )}
          {...props}
        />
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** As a `ref`: Radix goes on to the first item by itself only if it was there to see the key that opened the menu. */
function focusFirst(list: HTMLElement | null) {
  for (const item of list?.querySelectorAll<HTMLElement>('[role^=menuitem]:not([data-disabled])') ?? []) {
    item.focus({ preventScroll: true })
    // One that is for another size of screen takes no focus.
    if (document.activeElement === item) return
  }
}

export function MenuItem({ className, ...props }: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item className={cx(item, className)} {...props} />
}

/** One of several; the chosen one carries a check mark. */
export function MenuRadioItem({
  face,
  children,
  ...props
}: ComponentProps<typeof DropdownMenu.RadioItem> & { face?: ReactNode }) {
  return (
    <DropdownMenu.RadioItem className={item} {...props}>
      {face}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <DropdownMenu.ItemIndicator>
        <Check size={16} strokeWidth={2} aria-hidden className="text-ink" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  )
}

/** One of a few short words, all in one row. Choosing one leaves the menu open, since one sees what it does. */
export function MenuSegment(props: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem
      className="inline-grid min-h-(--tap) flex-auto place-items-center rounded-[0.375rem] px-2 text-small font-medium text-ink-2 outline-none select-none data-highlighted:text-ink data-highlighted:inset-ring data-highlighted:inset-ring-control data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-rest"
      onSelect={(event) => event.preventDefault()}
      {...props}
    />
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-meta font-medium text-ink-3">
      {children}
    </DropdownMenu.Label>
  )
}

export function MenuLine({ className }: { className?: string }) {
  return <DropdownMenu.Separator className={cx('my-1.5 h-px bg-line', className)} />
}
