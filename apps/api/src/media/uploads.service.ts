import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { Medium } from '@cloudpa/contracts/media'
import { longestNoteMinutes, maxFileMegabytes, type FileKind } from '@cloudpa/contracts/send-limits'
import { Prisma, type Door, type Media } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Inject, Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bullmq'
import type { SendingMember } from '../auth/member.decorator.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { newId } from '../platform/new-id.js'
import { Slots } from '../platform/slots.js'
import { SparingLog } from '../platform/sparing-log.js'
import { refuseOtherKind, refuseUnsendable } from './check-sendable.js'
import { mediaFolder, newDraftPath } from './draft-file.js'
import { isSound } from './examine-sound.js'
import { examine, readHead } from './examine.js'
import { roomOfOrg } from './limits.js'
import { readKept } from './media-rows.js'
import { MEDIA_JOB, MEDIA_QUEUE, type MediaKey, type MediaPayload } from './media.job.js'
import { presentMedium } from './present-medium.js'
import { receiveFile } from './receive-file.js'
import { keyOf, keysOf, m4aKeyOf, thumbnailKeyOf } from './storage-keys.js'
import { NotStored, STORAGE, type Storage } from './storage.js'
import { TranscodeError, Transcoder, type Asking, type Written } from './transcoder.js'

/** Pictures are unpacked in this process, which has others to answer meanwhile. */
const examinedAtOnce = 2

/** An upload waits for the slowest of phones: many may come at once, and few of one org. */
const atOnce = { all: 40, each: 8, waiting: 20 }

/** A copy is counted when a message has it: so many of one org, and of all, are made and perhaps dropped at once. */
const copiedAtOnce = { all: 16, each: 2 }

/** Takes files that are to be sent: to the disk, looked at, and kept for a day for the message that sends them. */
@Injectable()
export class Uploads {
  private readonly log = new SparingLog(new Logger('media'))
  private readonly examining = Slots.betweenOrgs(examinedAtOnce, Infinity)
  private readonly slots = new Slots(atOnce.all, { each: atOnce.each, longest: atOnce.waiting })
  private readonly copying = new Slots(copiedAtOnce.all, { each: copiedAtOnce.each, longest: Infinity })

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly transcoder: Transcoder,
    @Inject(STORAGE) private readonly storage: Storage,
    @InjectEnv() private readonly env: Env,
    @InjectQueue(MEDIA_QUEUE) private readonly queue: Queue,
  ) {}

  /**
   * Takes the file of a multipart request.
   * @param as `voice` for a recording, which is turned into a voice note whatever the browser made
   * @throws {AppError} when it is none, WhatsApp doesn't take it, or the org's room is full
   */
  receive(sender: SendingMember, request: IncomingMessage, as: 'voice' | undefined): Promise<Medium> {
    return this.slots.run(() => this.take(sender, request, as), sender.orgId)
  }

  /**
   * Has a file taken that no message has: the one that was named, or a copy of it, so that none goes with another's message.
   * A copy that was not taken goes at once: until then nothing counts it.
   * @param file as what it is to be sent
   * @param take stores what is to have it
   * @throws {AppError} file_gone when there is none, file_other_kind when it is not of that kind
   */
  async withUnsent<T>(
    sender: SendingMember,
    { id, kind }: { id: string; kind: FileKind },
    take: (uploadId: string) => Promise<T>,
  ): Promise<T> {
    const { orgId } = sender
    const where = { where: { id_orgId: { orgId, id } } }
    const media = await this.door.readOrg(orgId, (tx) => tx.media.findUnique(where))
    if (!media || media.state !== 'ready' || media.bytes === null) throw new AppError('file_gone')
    refuseOtherKind(kind, presentMedium(media))
    if (media.messageId === null && media.scheduledId === null) return take(id)
    const { bytes } = media
    return this.copying.run(async () => {
      await this.requireRoom(orgId, bytes)
      const copy = await this.keep(sender, media, (key) => this.copy(media, key))
      try {
        return await take(copy.id)
      } finally {
        // Where another request was first, or nothing was stored, nobody asks for the copy any more.
        if (await this.discard(copy)) await this.removeStored(copy)
      }
    }, orgId)
  }

  /** Removes a file, unless a message has it by now, or is to have it. What is stored of it goes a while later. */
  private async discard({ orgId, id }: MediaKey): Promise<boolean> {
    const where = { orgId, id, messageId: null, scheduledId: null }
    const { count } = await this.door.forOrg(orgId, (tx) => tx.media.deleteMany({ where }))
    return count > 0
  }

  /** Ahead of the sweeper, who comes for what fails here, and for what the worker still makes of sound. */
  private async removeStored(file: MediaKey): Promise<void> {
    try {
      for (const key of keysOf(file)) await this.storage.delete(key)
    } catch (error) {
      this.log.warn(`could not remove a copy, the sweeper will: ${String(error)}`)
    }
  }

  private async take(
    sender: SendingMember,
    request: IncomingMessage,
    as: 'voice' | undefined,
  ): Promise<Medium> {
    const { orgId } = sender
    const folder = mediaFolder(this.env)
    const hungUp = new AbortController()
    const { socket } = request
    const hangUp = () => hungUp.abort()
    // The connection may bring a thousand more.
    socket.once('close', hangUp)
    const drafts = await Promise.all([1, 2, 3].map(() => newDraftPath(folder)))
    const [path, note, thumbnail] = drafts as [string, string, string]
    try {
      await this.requireRoom(orgId, 0)
      const received = await receiveFile(request, path)
      const recorded =
        as === 'voice' ? await this.toVoiceNote(path, note, { orgId, signal: hungUp.signal }) : undefined
      const file = recorded === undefined ? path : note
      const said = recorded === undefined ? received.said : 'audio/ogg'
      const bytes = recorded?.bytes ?? received.draft.bytes
      const examined = await this.examining.run(() => examine(file, said, thumbnail), orgId)
      refuseUnsendable({ ...examined, bytes })
      if (examined.contentType === 'audio/ogg') await refuseOldOgg(file)
      await this.requireRoom(orgId, bytes)
      const heard = recorded && { durationMs: recorded.durationMs, peaks: recorded.peaks }
      const shown = { ...examined.shown, ...heard, contacts: examined.cards }
      // Of a recording that was turned into a note the hash is another's, which tells its bytes apart as well.
      const { sha256 } = received.draft
      const name = as === 'voice' ? null : received.name
      const found = { ...examined, shown, bytes, sha256, name, m4aBytes: null, unheard: isSound(examined) }
      const media = await this.keep(sender, found, async (key) => {
        await this.storage.put(keyOf(key), file)
        if (examined.thumbnailBytes !== null) await this.storage.put(thumbnailKeyOf(key), thumbnail)
      })
      return presentMedium(media)
    } finally {
      socket.off('close', hangUp)
      await Promise.all(drafts.map((draft) => rm(draft, { force: true })))
    }
  }

  /** The row comes first: what is stored and has none would stay for ever. */
  private async keep(
    { orgId, memberId, keyId }: SendingMember,
    file: Pick<
      Media,
      'kind' | 'contentType' | 'bytes' | 'sha256' | 'name' | 'thumbnailBytes' | 'm4aBytes' | 'unheard'
    > & {
      shown: unknown
    },
    store: (key: { orgId: string; id: string }) => Promise<void>,
  ): Promise<Media> {
    const key = { orgId, id: newId() }
    const uploadedBy = memberId ?? keyId
    await this.door.forOrg(orgId, (tx) => tx.media.create({ data: { ...key, uploadedBy } }))
    try {
      await store(key)
    } catch (error) {
      await this.discard(key)
      throw error
    }
    const { kind, contentType, bytes, sha256, name, thumbnailBytes, m4aBytes, unheard } = file
    const shown = file.shown === null ? Prisma.DbNull : (file.shown as Prisma.InputJsonObject)
    const found = { kind, contentType, bytes, sha256, name, thumbnailBytes, m4aBytes, unheard, shown }
    const data = { state: 'ready', ...found } as const
    const media = await this.door.forOrg(orgId, (tx) => tx.media.update({ where: { id_orgId: key }, data }))
    if (unheard) this.haveHeard(key)
    return media
  }

  /** Sound is listened to by the worker: nobody waits for it. */
  private haveHeard(key: MediaKey): void {
    const job: MediaPayload = { media: [], sounds: [key] }
    this.queue.add(MEDIA_JOB, job).catch((error: unknown) => {
      this.log.warn(`could not queue a file, the sweeper will take it: ${String(error)}`)
    })
  }

  private async copy(media: Media, to: { orgId: string; id: string }): Promise<void> {
    try {
      await this.storage.copy(keyOf(media), keyOf(to))
      if (media.thumbnailBytes !== null) await this.storage.copy(thumbnailKeyOf(media), thumbnailKeyOf(to))
      if (media.m4aBytes !== null) await this.storage.copy(m4aKeyOf(media), m4aKeyOf(to))
    } catch (error) {
      if (error instanceof NotStored) throw new AppError('file_gone', undefined, { cause: error })
      throw error
    }
  }

  private async requireRoom(orgId: string, bytes: number): Promise<void> {
    const kept = await this.door.readOrg(orgId, (tx) => readKept(tx, orgId))
    const room = roomOfOrg(this.env)
    if (kept.files < room.files && kept.bytes + bytes <= room.bytes) return
    throw new AppError('storage_full', { files: room.files, megabytes: room.bytes / 1024 / 1024 })
  }

  /** @throws {AppError} too_many_ask, no_transcoder, or what is wrong with the recording */
  private async toVoiceNote(path: string, to: string, asking: Asking): Promise<Written> {
    try {
      return await this.transcoder.toVoiceNote(path, to, asking)
    } catch (error) {
      if (!(error instanceof TranscodeError)) throw error
      if (error.trouble === 'busy') throw new AppError('too_many_ask', undefined, { cause: error })
      if (error.trouble === 'absent') throw new AppError('no_transcoder', undefined, { cause: error })
      if (error.trouble === 'too_large')
        throw new AppError('file_too_large', { megabytes: maxFileMegabytes }, { cause: error })
      if (error.trouble === 'too_long')
        throw new AppError('recording_too_long', { minutes: longestNoteMinutes }, { cause: error })
      throw new AppError('recording_unreadable', undefined, { cause: error })
    }
  }
}

/** Refuses an Ogg that holds no Opus (RFC 7845): WhatsApp plays nothing else in one. @throws {AppError} file_not_taken */
async function refuseOldOgg(path: string): Promise<void> {
  const head = (await readHead(path)).toString('latin1', 0, 128)
  if (!head.includes('OpusHead')) throw new AppError('file_not_taken', { contentType: 'Ogg' })
}
