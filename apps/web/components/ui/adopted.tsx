import { useImperativeHandle, type Ref, type RefObject } from 'react'

interface Props {
  element: RefObject<HTMLElement | null>
  ref?: Ref<HTMLElement | null>
}

/**
 * Stands in for an element that is on the page already: what is laid out beside its trigger comes later than the
 * trigger, which must stay the same element, or it would lose the focus. Whatever else it is given, it leaves alone.
 */
export function Adopted({ element, ref }: Props) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current)
  return null
}
