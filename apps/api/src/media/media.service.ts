import type { Medium } from '@cloudpa/contracts/media'
import type { Door, Media } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Readable } from 'node:stream'
import { Inject, Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bullmq'
import type { CurrentMember } from '../auth/member.decorator.js'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { SparingLog } from '../platform/sparing-log.js'
import { Downloads } from './downloads.js'
import { MediaLinks } from './media-links.js'
import { MediaRows } from './media-rows.js'
import { MEDIA_JOB, MEDIA_QUEUE } from './media.job.js'
import { serveFile, type Asked, type Served } from './serve-file.js'
import { keyOf, m4aKeyOf, thumbnailKeyOf } from './storage-keys.js'
import { NotStored, STORAGE, type Storage } from './storage.js'

type Org = Pick<CurrentMember, 'orgId'>

/** A member looks at the files of the org's messages. */
@Injectable()
export class MediaService {
  private readonly log = new SparingLog(new Logger('media'))
  private readonly downloads = new Downloads()

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly rows: MediaRows,
    private readonly links: MediaLinks,
    @Inject(STORAGE) private readonly storage: Storage,
    @InjectQueue(MEDIA_QUEUE) private readonly queue: Queue,
  ) {}

  /** @throws {AppError} not_found, also while the file is not there; too_many_ask while the org reads too many, as below */
  async file(member: Org, id: string, asked: Asked): Promise<Served> {
    const { kind, contentType, bytes, sha256, name } = await this.find(member, id)
    if (!kind || !contentType || bytes === null || sha256 === null) throw notFound()
    const file = { id, kind: kind as Medium['kind'], contentType, bytes, name, version: sha256 }
    return this.serve(member, file, asked, keyOf({ orgId: member.orgId, id }))
  }

  /** The same for whoever has an address of it. @throws {AppError} not_found, also when the address holds no more */
  async linked(token: string, asked: Asked): Promise<Served> {
    const key = this.links.read(token)
    if (!key) throw notFound()
    return this.file(key, key.id, asked)
  }

  /** @throws {AppError} not_found, also where a file has none */
  async thumbnail(member: CurrentMember, id: string, asked: Asked): Promise<Served> {
    const { thumbnailBytes: bytes, sha256 } = await this.find(member, id)
    if (bytes === null || sha256 === null) throw notFound()
    const picture = { kind: 'image', contentType: 'image/webp', name: null } as const
    const file = { id, ...picture, bytes, version: `${sha256}-thumbnail` }
    return this.serve(member, file, asked, thumbnailKeyOf({ orgId: member.orgId, id }))
  }

  /** @throws {AppError} not_found, also where a file has none */
  async m4a(member: CurrentMember, id: string, asked: Asked): Promise<Served> {
    const { m4aBytes: bytes, sha256 } = await this.find(member, id)
    if (bytes === null || sha256 === null) throw notFound()
    const sound = { kind: 'audio', contentType: 'audio/mp4', name: null } as const
    const file = { id, ...sound, bytes, version: `${sha256}-m4a` }
    return this.serve(member, file, asked, m4aKeyOf({ orgId: member.orgId, id }))
  }

  /** @throws {AppError} not_found */
  async retry(member: CurrentMember, id: string): Promise<void> {
    const { orgId } = await this.find(member, id)
    await this.rows.retry({ orgId, id })
    const job = { media: [{ orgId, id }] }
    await this.queue.add(MEDIA_JOB, job).catch((error: unknown) => {
      this.log.warn(`could not queue a file, the sweeper will take it: ${String(error)}`)
    })
  }

  private async find({ orgId }: Org, id: string): Promise<Media> {
    const where = { id_orgId: { orgId, id } }
    const media = await this.door.readOrg(orgId, (tx) => tx.media.findUnique({ where }))
    if (!media) throw notFound()
    return media
  }

  private async serve(
    { orgId }: Org,
    file: Parameters<typeof serveFile>[0],
    asked: Asked,
    key: string,
  ): Promise<Served> {
    const { part, ...served } = serveFile(file, asked)
    // Only of a stream the framework believes how long it would be.
    if (part === 'none') return { ...served, body: Readable.from([]) }
    try {
      const get = () => this.storage.get(key, file.bytes, part)
      return { ...served, body: await this.downloads.begin(orgId, get) }
    } catch (error) {
      // The folder was lost, or a part of the file, or the message was deleted just now.
      if (error instanceof NotStored) throw notFound()
      throw error
    }
  }
}
