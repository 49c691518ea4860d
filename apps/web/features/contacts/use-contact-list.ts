'use client'
import type { ContactPage, ListedContact } from '@cloudpa/contracts/contacts'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { request } from '../../client/request'
import { contactListsKey } from './contact-keys'

/** The org's contacts by name, page by page; or those that a search finds. */
export function useContactList(q: string, limit = 100) {
  const query = useInfiniteQuery({
    queryKey: [...contactListsKey, q, limit],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({
        limit: String(limit),
        ...(q && { q }),
        ...(pageParam && { cursor: pageParam }),
      })
      return request<ContactPage>('GET', `/api/v1/contacts?${asked}`, undefined, signal)
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // What stood there stays until there is something else to show.
    placeholderData: keepPreviousData,
    // Nobody is told of somebody who writes for the first time.
    refetchOnMount: 'always',
  })
  const { data } = query
  const items = useMemo(() => distinct(data?.pages.flatMap((page) => page.items) ?? []), [data])
  return { ...query, items, total: data?.pages[0]?.total ?? null }
}

/** Between two pages somebody may have been named, and stand in both. */
const distinct = (items: ListedContact[]) => [...new Map(items.map((item) => [item.id, item])).values()]
