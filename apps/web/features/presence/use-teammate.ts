'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { membersKey, useMembers } from '../../client/use-members'
import { firstNameOf } from '../contacts/first-name'

interface Teammate {
  name: string
  /** What to call them in a sentence. */
  first: string
}

/** Who a member is; undefined until it is known. Somebody new is asked for. */
export function useTeammate(memberId: string): Teammate | undefined {
  const client = useQueryClient()
  const { data } = useMembers()
  const name = data?.items.find(({ id }) => id === memberId)?.name
  const isMissing = data !== undefined && name === undefined
  useEffect(() => {
    if (isMissing) void client.invalidateQueries({ queryKey: membersKey })
  }, [client, isMissing])
  return name === undefined
    ? undefined
    : { name, first: firstNameOf({ name, ourName: name, profileName: null }) }
}
