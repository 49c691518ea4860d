import { TwilioError } from './errors.js'

/** A page of a list as the newer APIs give it: `meta` with whole addresses. */
interface Page<Item> {
  items: Item[]
  meta: Record<string, unknown>
}

/**
 * Cuts a page out of a list; a token names the last item of the page before it, so that what is added meanwhile moves
 * nothing.
 * @param address of the list, without its query
 * @param key what the items are called in the answer
 */
export function pageOf<Item extends { sid: string }>(
  all: Item[],
  query: URLSearchParams,
  { address, key, atMost }: { address: string; key: string; atMost: number },
): Page<Item> {
  const pageSize = Math.min(wholeNumber(query.get('PageSize'), 50, 1), atMost)
  const page = wholeNumber(query.get('Page'), 0, 0)
  const token = query.get('PageToken')
  const last = token === null ? -1 : all.findIndex(({ sid }) => `PT${sid}` === token)
  if (token !== null && last === -1) throw new TwilioError(400, 20001, `${token} is not a page's token`)
  const start = token === null ? page * pageSize : last + 1
  const items = all.slice(start, start + pageSize)
  const at = (number: number, after: string | null): string => {
    const params = new URLSearchParams([...query].filter(([name]) => !name.startsWith('Page')))
    params.set('PageSize', String(pageSize))
    params.set('Page', String(number))
    if (after !== null) params.set('PageToken', after)
    return `${address}?${params.toString()}`
  }
  const end = items.at(-1)
  const more = start + items.length < all.length && end !== undefined
  return {
    items,
    meta: {
      page,
      page_size: pageSize,
      first_page_url: at(0, null),
      previous_page_url: page > 0 ? at(page - 1, null) : null,
      url: at(page, token),
      next_page_url: more ? at(page + 1, `PT${end.sid}`) : null,
      key,
    },
  }
}

/** A number in a query; Twilio refuses what is none (20001). */
export function wholeNumber(value: string | null, otherwise: number, lowest: number): number {
  if (value === null || value === '') return otherwise
  const number = Number(value)
  if (!Number.isInteger(number) || number < lowest)
    throw new TwilioError(400, 20001, `${value} is out of range`)
  return number
}
