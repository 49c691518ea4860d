import type { Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'

/** A file that a message says it has. */
export interface NewMedia {
  orgId: string
  id: string
  messageId: string
  url: string
}

/** Notes files to be fetched, in the transaction that stores their messages. */
export async function writeMedia(tx: Tx, media: NewMedia[]): Promise<void> {
  if (media.length === 0) return
  const column = (name: keyof NewMedia) => arrayLiteral(media.map((medium) => medium[name]))
  await tx.$executeRaw`
    /* prepared: write media */
    INSERT INTO media (org_id, id, message_id, url)
    SELECT * FROM unnest(
      ${column('orgId')}::uuid[], ${column('id')}::uuid[], ${column('messageId')}::uuid[], ${column('url')}::text[])`
}
