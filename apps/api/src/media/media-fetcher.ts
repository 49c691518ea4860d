import { rm } from 'node:fs/promises'
import type { MediaReason } from '@cloudpa/contracts/media'
import { Inject, Injectable, Logger } from '@nestjs/common'
import { CredentialVault } from '../chat-accounts/credentials.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import type { OutsideAnswer, OutsideTrouble } from '../platform/outside-fetch.js'
import { SparingLog } from '../platform/sparing-log.js'
import { addressMedia } from '../twilio/address-media.js'
import { mediaFolder, newDraftPath, writeDraft, type Draft } from './draft-file.js'
import { examine } from './examine.js'
import { isSound } from './examine-sound.js'
import { leaseMsOf, maxMediaBytes, roomOfOrg } from './limits.js'
import { SoundLine } from './media-line.js'
import { MediaRows, type ClaimedMedia } from './media-rows.js'
import type { MediaKey } from './media.job.js'
import { readFileName } from './name-file.js'
import { keyOf, thumbnailKeyOf } from './storage-keys.js'
import { STORAGE, type Storage } from './storage.js'

/** A file can't be had for a reason that a member can be told. */
class NotHad extends Error {
  constructor(
    readonly reason: MediaReason,
    readonly isFinal: boolean,
  ) {
    super(reason)
  }
}

/** What we keep files in is full, or away. */
class StorageTrouble extends Error {}

/** So long a file waits for that, in milliseconds from when its message came. */
const storageGraceMs = 86_400_000
/** It is tried again after so many times the shortest pause: a minute, unless told otherwise. */
const storagePauses = 30
/** A full disk, one that can't be written, or too many open files. */
const ourTroubles = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE'])

/** Each attempt waits four times as long as the one before: in all some ten minutes. */
const backOff = 4

/** Brings a file from where its message says it is to where it is kept. */
@Injectable()
export class MediaFetcher {
  private readonly log = new SparingLog(new Logger('media'))
  private readonly folder: string

  constructor(
    private readonly rows: MediaRows,
    private readonly vault: CredentialVault,
    private readonly soundLine: SoundLine,
    @Inject(STORAGE) private readonly storage: Storage,
    @InjectEnv() private readonly env: Env,
  ) {
    this.folder = mediaFolder(env)
  }

  /** Fetches one that is due. Never fails: what went wrong stands in its row, or its claim runs out. */
  async fetch(key: MediaKey, ending: AbortSignal): Promise<void> {
    try {
      const claimed = await this.rows.claim(key, leaseMsOf(this.env))
      if (!claimed) return
      // A file that kills its worker, or outlasts its claim, never gets to where attempts are counted. But workers also die
      // for other reasons, so it gets as many attempts again.
      if (claimed.media.attempts > 2 * this.env.MEDIA_ATTEMPTS)
        await this.rows.failed(claimed.media, 'unreachable')
      else await this.bring(claimed, ending)
    } catch (error) {
      this.log.warn(`could not fetch a file, will retry: ${String(error)}`)
    }
  }

  private async bring(claimed: ClaimedMedia, ending: AbortSignal): Promise<void> {
    const { media } = claimed
    const drafts = await Promise.all([1, 2].map(() => newDraftPath(this.folder)))
    const [path, thumbnail] = drafts as [string, string]
    try {
      this.requireRoom(claimed, 0)
      const answer = await this.ask(claimed, ending)
      const draft = await this.read(answer, path, ending)
      this.requireRoom(claimed, draft.bytes)
      const said = answer.contentType ?? null
      const examined = await examine(path, said, thumbnail)
      const unheard = isSound(examined)
      await this.put(keyOf(media), path)
      if (examined.thumbnailBytes !== null) await this.put(thumbnailKeyOf(media), thumbnail)
      const { bytes, sha256 } = draft
      const name = readFileName(answer.disposition)
      await this.rows.ready(media, { ...examined, bytes, sha256, name, unheard })
      // Its message has it by now, and may have to wait for the rest.
      if (unheard) this.soundLine.wake(media)
    } catch (error) {
      if (ending.aborted) await this.rows.later(media, 0, false)
      else if (isStorageTrouble(error) && isYoung(media)) {
        this.log.warn(
          `can't keep files, will retry for a day; check the disk, or the store that STORAGE_URL names: ${String(error)}`,
        )
        await this.rows.later(
          media,
          storagePauses * this.env.MEDIA_BACKOFF_MS * (0.75 + Math.random() / 2),
          false,
        )
      } else await this.giveUpOrWait(claimed, error instanceof NotHad ? error : this.ownTrouble(error))
    } finally {
      await Promise.all(drafts.map((draft) => rm(draft, { force: true })))
    }
  }

  private async put(key: string, path: string): Promise<void> {
    await this.storage.put(key, path).catch((error: unknown) => {
      throw new StorageTrouble(String(error), { cause: error })
    })
  }

  /** A fault of ours, or a store that was away for a day: it may pass, and is no reason to ask for ever. */
  private ownTrouble(error: unknown): NotHad {
    this.log.warn(`could not store a file: ${String(error)}`)
    return new NotHad('unreachable', false)
  }

  private async giveUpOrWait({ media }: ClaimedMedia, { reason, isFinal }: NotHad): Promise<void> {
    if (isFinal || media.attempts >= this.env.MEDIA_ATTEMPTS) return this.rows.failed(media, reason)
    await this.rows.later(media, this.env.MEDIA_BACKOFF_MS * backOff ** (media.attempts - 1), true)
  }

  private requireRoom(claimed: ClaimedMedia, bytes: number): void {
    if (!this.hasRoom(claimed, bytes)) throw new NotHad('org_full', true)
  }

  private hasRoom({ kept }: ClaimedMedia, bytes: number): boolean {
    const room = roomOfOrg(this.env)
    return kept.files < room.files && kept.bytes + bytes <= room.bytes
  }

  private async ask({ media, account }: ClaimedMedia, ending: AbortSignal): Promise<OutsideAnswer> {
    const { fetchOutside } = await import('../platform/outside-fetch.js')
    const asked = addressMedia(this.env, this.credentialsOf(account), media.url)
    const limits = { timeoutMs: this.env.MEDIA_TIMEOUT_MS, maxBytes: maxMediaBytes, signal: ending }
    const answer = await fetchOutside({ ...asked, ...limits }).catch(explain)
    if (answer.status === 200) return answer
    answer.body.destroy()
    throw new NotHad(reasonOfStatus(answer.status), false)
  }

  private async read(answer: OutsideAnswer, path: string, ending: AbortSignal): Promise<Draft> {
    const draft = await writeDraft(path, answer.body).catch(explain)
    ending.throwIfAborted()
    if (draft.bytes === 0) throw new NotHad('not_found', false)
    return draft
  }

  private credentialsOf(account: ClaimedMedia['account']) {
    try {
      return this.vault.credentialsOf(account)
    } catch (error) {
      // A key that comes back later opens the token; a number that was removed has none.
      if (error instanceof AppError) throw new NotHad('not_allowed', error.code !== 'unavailable')
      throw error
    }
  }
}

const isYoung = ({ createdAt }: ClaimedMedia['media']) => Date.now() - createdAt.getTime() < storageGraceMs

function isStorageTrouble(error: unknown): boolean {
  if (error instanceof StorageTrouble) return true
  return error instanceof Error && 'code' in error && ourTroubles.has(String(error.code))
}

function reasonOfStatus(status: number): MediaReason {
  if (status === 401 || status === 403) return 'not_allowed'
  return status === 404 || status === 410 ? 'not_found' : 'unreachable'
}

const reasons: Record<OutsideTrouble, MediaReason> = {
  refused: 'refused',
  too_many_redirects: 'refused',
  too_large: 'too_large',
  too_slow: 'too_slow',
  unreachable: 'unreachable',
}

async function explain(error: unknown): Promise<never> {
  const { OutsideError } = await import('../platform/outside-fetch.js')
  if (!(error instanceof OutsideError)) throw error
  throw new NotHad(reasons[error.trouble], /^(refused|too_large|too_many_redirects)$/.test(error.trouble))
}
