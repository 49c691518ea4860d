'use client'
import { useFinder } from './use-finder'

const load = () => import('./search-dialog').then((module) => module.SearchDialog)

/** What `/` opens. */
export function Search() {
  const { Dialog, props } = useFinder('search', load)
  return Dialog ? <Dialog {...props} /> : null
}
