'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useMe } from '../../client/use-me'

/** Who acted last on a conversation, where that was somebody else; null where it was oneself, or nobody is known. */
export function useOtherActor({ actedBy }: Pick<Conversation, 'actedBy'>): Conversation['actedBy'] {
  const { data: me } = useMe()
  return actedBy && actedBy.memberId !== me?.memberId ? actedBy : null
}
