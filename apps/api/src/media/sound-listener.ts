import { rm } from 'node:fs/promises'
import { Inject, Injectable, Logger } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { SparingLog } from '../platform/sparing-log.js'
import { mediaFolder, newDraftPath, writeDraft } from './draft-file.js'
import { examineSound } from './examine-sound.js'
import { roomOfOrg, soundLeaseMsOf } from './limits.js'
import { MediaRows, type ClaimedSound, type Heard } from './media-rows.js'
import type { MediaKey } from './media.job.js'
import { keyOf, m4aKeyOf } from './storage-keys.js'
import { NotStored, STORAGE, type Storage } from './storage.js'
import { TranscodeError, Transcoder } from './transcoder.js'

/** After crashing its process this often, a file is not analysed again. */
const mostAttempts = 3

/** A machine that has too much to do is left alone for so long. */
const busyMs = 60_000

const nothing: Heard = { shown: { durationMs: null, peaks: null }, m4aBytes: null }

/** Listens to sound that its message shows already. */
@Injectable()
export class SoundListener {
  private readonly log = new SparingLog(new Logger('media'))

  constructor(
    private readonly rows: MediaRows,
    private readonly transcoder: Transcoder,
    @Inject(STORAGE) private readonly storage: Storage,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Listens to one that is due. Never fails: its claim runs out, and it comes again. */
  async listen(key: MediaKey, ending: AbortSignal): Promise<void> {
    try {
      const claimed = await this.rows.claimSound(key, soundLeaseMsOf(this.env))
      if (claimed) await this.hear(claimed, ending)
    } catch (error) {
      this.log.warn(`could not analyse audio, will retry: ${String(error)}`)
    }
  }

  private async hear(claimed: ClaimedSound, ending: AbortSignal): Promise<void> {
    const { media } = claimed
    if (media.attempts > mostAttempts) return this.rows.heard(media, nothing)
    const folder = mediaFolder(this.env)
    const [path, m4a] = [await newDraftPath(folder), await newDraftPath(folder)]
    try {
      await writeDraft(path, await this.storage.get(keyOf(media), media.bytes))
      const asking = { orgId: media.orgId, signal: ending }
      const { shown, m4aBytes } = await examineSound(this.transcoder, path, media, m4a, asking)
      const isKept = m4aBytes !== null && claimed.kept.bytes + m4aBytes <= roomOfOrg(this.env).bytes
      if (isKept) await this.storage.put(m4aKeyOf(media), m4a)
      await this.rows.heard(media, { shown, m4aBytes: isKept ? m4aBytes : null })
    } catch (error) {
      if (ending.aborted) await this.rows.later(media, 0, false)
      else if (error instanceof TranscodeError) await this.rows.later(media, busyMs, false)
      else if (error instanceof NotStored) await this.rows.heard(media, nothing)
      else throw error
    } finally {
      await Promise.all([path, m4a].map((draft) => rm(draft, { force: true })))
    }
  }
}
