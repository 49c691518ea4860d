import type { ChatAccount, Door, Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { LostRace, resolveSenders } from '../inbound/ingest.js'
import { isItemsFault } from '../inbound/set-aside.js'
import type { Env } from '../env.js'
import { writeMedia } from '../media/write-media.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { newId } from '../platform/new-id.js'
import { SparingLog } from '../platform/sparing-log.js'
import { isTransient } from '../platform/transient.js'
import { HintPublisher } from '../realtime/hints.js'
import { TwilioClient, type ListedMessage } from '../twilio/twilio.client.js'
import { adoptSent } from './adopt-sent.js'
import { askPatiently } from './ask-patiently.js'
import { findKnown } from './find-known.js'
import { readListed, type FoundMessage, type Way } from './read-listed.js'
import { writeFound } from './write-found.js'

/** A transaction holds its org's number to its end: live messages wait no longer than this many take. */
export const storedAtOnce = 200
/** Live messages and other workers may be at the same rows. */
const attempts = 3

/** Work that continues only while its claim holds. */
export interface Going {
  /** Renews its claim, as often as something was done. */
  goOn: () => Promise<void>
  ending: AbortSignal
  /** Whether the number is compared for the first time, or again. */
  of: 'history' | 'known'
}

/** What became of messages that were not here. */
interface Stored {
  /** Those that were missing, and were added or can't be; the others are here by now, by themselves or as rows of ours. */
  missing: ListedMessage[]
  /** The sids of those that were left alone, because they may be what waits here to be sent. */
  left: ReadonlySet<string>
}

/** Where messages that were missing are added. */
@Injectable()
export class FoundStore {
  private readonly log = new SparingLog(new Logger('catch-up'))

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly hints: HintPublisher,
    @InjectEnv() private readonly env: Env,
  ) {}

  /**
   * Adds messages at their own places, with their files; those that somebody added meanwhile stay as they are.
   * @param placed oldest first, at most `storedAtOnce`
   */
  async add(
    account: ChatAccount,
    way: Way,
    placed: { listed: ListedMessage; position: number }[],
    going: Going,
  ): Promise<Stored> {
    const found: FoundMessage[] = []
    for (const each of placed) {
      found.push(readListed(account, way, each, await this.mediaOf(account, each.listed, going)))
    }
    const stored = await this.storeAll(account, way, found)
    if (found.length > 0) await this.hints.publish('events', [account.orgId])
    return stored
  }

  private async mediaOf(account: ChatAccount, { sid, numMedia }: ListedMessage, going: Going) {
    if (numMedia === 0) return []
    const credentials = this.vault.credentialsOf(account)
    const media = await askPatiently(() => this.twilio.listMedia(credentials, sid), going.ending, going.of)
    await going.goOn()
    return media
  }

  /** What can't be stored is left out after all others, so that it holds up nothing. */
  private async storeAll(account: ChatAccount, way: Way, found: FoundMessage[]): Promise<Stored> {
    try {
      return await this.storePatiently(account, way, found)
    } catch (error) {
      if (!isItemsFault(error)) throw error
      const [first, ...others] = found
      if (!first) throw error
      if (others.length === 0) {
        this.log.warn(`message ${first.sid} of Twilio's list can't be added: ${String(error)}`)
        return { missing: [first.listed], left: new Set() }
      }
      const half = Math.ceil(found.length / 2)
      const one = await this.storeAll(account, way, found.slice(0, half))
      const other = await this.storeAll(account, way, found.slice(half))
      return { missing: [...one.missing, ...other.missing], left: new Set([...one.left, ...other.left]) }
    }
  }

  private async storePatiently(account: ChatAccount, way: Way, found: FoundMessage[]): Promise<Stored> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.store(account, way, found)
      } catch (error) {
        if (attempt === attempts || !isTransient(error)) throw error
      }
    }
  }

  private async store(account: ChatAccount, way: Way, found: FoundMessage[]): Promise<Stored> {
    // In a transaction of its own: whoever sends takes the conversation before its messages, and this the other way round.
    const left =
      way === 'outbound'
        ? await this.door.forOrgs([account.orgId], (tx) => adoptSent(tx, account, found, this.env))
        : new Set<string>()
    const missing = await this.door.forOrgs([account.orgId], async (tx) => {
      const unknown = await leaveOutKnown(tx, account, found)
      const toAdd = unknown.filter(({ sid }) => !left.has(sid))
      if (toAdd.length === 0) return []
      const resolution = await resolveSenders(
        tx,
        toAdd.map(({ sender }) => sender),
      )
      const messages = toAdd.map((message, index) => ({
        ...message,
        id: newId(),
        contactId: resolution.contactIds[index] as string,
      }))
      const count = await writeFound(tx, { account, way, messages, ...resolution })
      if (count !== messages.length) throw new LostRace('a found message came by itself; nothing was kept')
      await writeMedia(
        tx,
        messages.flatMap(({ id: messageId, media }) =>
          media.map((medium) => ({ ...medium, orgId: account.orgId, messageId })),
        ),
      )
      return messages.map(({ listed }) => listed)
    })
    return { missing, left }
  }
}

async function leaveOutKnown(tx: Tx, account: ChatAccount, found: FoundMessage[]): Promise<FoundMessage[]> {
  const sids = found.map(({ sid }) => sid)
  const known = await findKnown(tx, account, sids)
  return found.filter(({ sid }) => !known.has(sid))
}
