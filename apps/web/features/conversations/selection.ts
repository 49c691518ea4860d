import { create } from 'zustand'

interface Selection {
  /** What is selected, in the order in which it was. */
  ids: ReadonlySet<string>
  /** From where Shift extends it. */
  anchor: string | null
  toggle: (id: string) => void
  /** Selects all from the anchor to a row, of the list as it is shown. */
  extendTo: (id: string, order: readonly string[]) => void
  /** Lets go of all that a list does not show. */
  keepOnly: (order: readonly string[]) => void
  clear: () => void
}

/** More than this the API does not take at once. */
const maxSelected = 200

/** The conversations that are selected in the list, to do one thing with all of them. */
export const useSelection = create<Selection>((set) => ({
  ids: new Set(),
  anchor: null,
  toggle: (id) =>
    set(({ ids }) => {
      const next = new Set(ids)
      if (!next.delete(id) && next.size < maxSelected) next.add(id)
      return { ids: next, anchor: id }
    }),
  extendTo: (id, order) =>
    set(({ ids, anchor }) => {
      const [from, to] = [order.indexOf(anchor ?? id), order.indexOf(id)]
      if (to < 0) return {}
      const range = from < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
      return { ids: new Set([...new Set([...ids, ...range])].slice(0, maxSelected)), anchor: anchor ?? id }
    }),
  keepOnly: (order) =>
    set(({ ids, anchor }) => {
      const listed = new Set(order)
      const kept = [...ids].filter((id) => listed.has(id))
      if (kept.length === ids.size && (anchor === null || listed.has(anchor))) return {}
      return { ids: new Set(kept), anchor: anchor !== null && listed.has(anchor) ? anchor : null }
    }),
  clear: () => set({ ids: new Set(), anchor: null }),
}))
