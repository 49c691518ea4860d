'use client'
import {
  useEffect,
  useId,
  useRef,
  useState,
  type ComponentType,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import { useFetched } from './use-fetched'
import { whenIdle } from './when-idle'

/** How a menu's list (MenuList of menu-list.tsx) stands to the button that shows it. */
export interface MenuState {
  id: string
  /** Of the button, whose words are the list's name. */
  buttonId: string
  button: RefObject<HTMLButtonElement | null>
  open: boolean
  /** Whether the last press was a key's, which goes on to the first item. */
  byKey: boolean
  onOpenChange: (open: boolean) => void
}

/**
 * A menu whose button is there from the first moment on. Its list comes once nobody waits for anything else, or before
 * it may be needed; a press that was earlier still is kept until it is there.
 * @param fetchList the same function with every drawing
 * @returns what the button is given, and the list, to be drawn with `menu` as soon as there is one
 */
export function useMenu<Props>(fetchList: () => Promise<ComponentType<Props>>) {
  const [List, fetchIt] = useFetched(fetchList)
  const [open, setOpen] = useState(false)
  const [byKey, setByKey] = useState(false)
  // From the first press on: until then there is nothing that it would draw, and from then on it can give the focus back.
  const [wasOpen, setWasOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const buttonId = `${id}button`
  const isWaitedFor = open && !List
  useEffect(() => whenIdle(() => void fetchIt()), [fetchIt])
  useGoneOn(isWaitedFor, button, setOpen)

  function fetch() {
    // A menu that could not be fetched is opened by the next press.
    void fetchIt().then((came) => (came ? undefined : setOpen(false)))
  }
  function show(isKey: boolean) {
    setOpen(true)
    setWasOpen(true)
    setByKey(isKey)
    fetch()
  }
  // While it is waited for, a second press can only mean the same as the first.
  const press = (isKey: boolean) => (open && List ? setOpen(false) : show(isKey))

  const trigger = {
    id: buttonId,
    ref: button,
    type: 'button',
    'aria-haspopup': 'menu',
    'aria-expanded': open && !isWaitedFor,
    'aria-controls': open && !isWaitedFor ? id : undefined,
    onPointerEnter: fetch,
    onFocus: fetch,
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || event.ctrlKey) return
      press(false)
      // The list takes the focus, and the button must not have it later than that.
      if (!open) event.preventDefault()
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Escape') setOpen(false)
      if (event.key === 'Enter' || event.key === ' ') press(true)
      if (event.key === 'ArrowDown') show(true)
      // Else the page scrolled, or the key did what the first item does.
      if (['Enter', ' ', 'ArrowDown'].includes(event.key)) event.preventDefault()
    },
  } as const
  const menu: MenuState = { id, buttonId, button, open, byKey, onOpenChange: setOpen }
  return { trigger, menu, List: wasOpen ? List : undefined }
}

/** Whoever does something else meanwhile does not want the menu any more. */
function useGoneOn(
  isWaitedFor: boolean,
  button: RefObject<HTMLButtonElement | null>,
  setOpen: (open: boolean) => void,
) {
  useEffect(() => {
    if (!isWaitedFor) return
    const goOn = ({ target }: Event) => {
      if (!(target instanceof Node && button.current?.contains(target))) setOpen(false)
    }
    document.addEventListener('pointerdown', goOn)
    document.addEventListener('focusin', goOn)
    return () => {
      document.removeEventListener('pointerdown', goOn)
      document.removeEventListener('focusin', goOn)
    }
  }, [isWaitedFor, button, setOpen])
}
