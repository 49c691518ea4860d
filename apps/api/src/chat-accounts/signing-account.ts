import type { ChatAccount } from '@cloudpa/db'

/** A chatAccount as far as the webhook needs it: whose it is, what it answers to, and what its forms are signed with. */
export type SigningAccount = Pick<
  ChatAccount,
  | 'orgId'
  | 'id'
  | 'accountSid'
  | 'address'
  | 'messagingServiceSid'
  | 'authTokenSealed'
  | 'active'
  | 'provenAt'
  | 'removedAt'
>

/** The columns of chat_account that make one, for a SELECT of one's own. */
export const signingAccountColumns = `
  org_id AS "orgId", id, account_sid AS "accountSid", address, messaging_service_sid AS "messagingServiceSid",
  auth_token_sealed AS "authTokenSealed", active, proven_at AS "provenAt",
  removed_at AS "removedAt"`
