import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'

type Account = Pick<ChatAccount, 'id' | 'name' | 'formatted'>

/** Which of our numbers a conversation is on, in words; null where there is only one it could be. */
export function viaOf(accounts: Account[] | undefined, chatAccountId: string): string | null {
  if (!accounts || accounts.length < 2) return null
  const account = accounts.find(({ id }) => id === chatAccountId)
  return account ? account.name || account.formatted : null
}
