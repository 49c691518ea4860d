'use client'
import { useFinder } from '../search/use-finder'

const load = () => import('./palette-dialog').then((module) => module.PaletteDialog)

/** What Ctrl K opens. */
export function Palette() {
  const { Dialog, props } = useFinder('palette', load)
  return Dialog ? <Dialog {...props} /> : null
}
