import { BullModule } from '@nestjs/bullmq'
import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import type { Env } from '../env.js'
import { ENV } from '../platform/config.js'
import { mediaFolder } from './draft-file.js'
import { FolderStorage } from './folder-storage.js'
import { MediaController } from './media.controller.js'
import { MediaFetcher } from './media-fetcher.js'
import { MediaLinks } from './media-links.js'
import { MediaLine, SoundLine } from './media-line.js'
import { MEDIA_QUEUE } from './media.job.js'
import { MediaProcessor } from './media.processor.js'
import { MediaRows } from './media-rows.js'
import { MediaService } from './media.service.js'
import { MediaSweeper } from './media-sweeper.js'
import { SoundListener } from './sound-listener.js'
import { STORAGE, type Storage } from './storage.js'
import { maxSoundsAtOnce, Transcoder } from './transcoder.js'
import { Uploads } from './uploads.service.js'

const storageProvider = {
  provide: STORAGE,
  inject: [ENV],
  useFactory: async (env: Env): Promise<Storage> => {
    if (!env.STORAGE_URL) return new FolderStorage(mediaFolder(env))
    const { S3Storage } = await import('./s3-storage.js')
    return new S3Storage(env.STORAGE_URL)
  },
}

const lineProvider = {
  provide: MediaLine,
  inject: [MediaFetcher, ENV],
  useFactory: (fetcher: MediaFetcher, env: Env) =>
    new MediaLine((key, ending) => fetcher.fetch(key, ending), env.MEDIA_CONCURRENCY),
}

/** As many as the transcoder takes at once: whoever is claimed waits for nobody. */
const soundLineProvider = {
  provide: SoundLine,
  inject: [SoundListener],
  useFactory: (listener: SoundListener) =>
    new SoundLine((key, ending) => listener.listen(key, ending), maxSoundsAtOnce),
}

@Module({})
export class MediaModule {
  static forApi(): DynamicModule {
    return {
      module: MediaModule,
      imports: [BullModule.registerQueue({ name: MEDIA_QUEUE })],
      controllers: [MediaController],
      providers: [storageProvider, MediaLinks, MediaRows, MediaService, Transcoder, Uploads],
      exports: [MediaLinks, Uploads],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: MediaModule,
      imports: [BullModule.registerQueue({ name: MEDIA_QUEUE }), ChatAccountsModule],
      providers: [
        storageProvider,
        lineProvider,
        soundLineProvider,
        MediaFetcher,
        MediaProcessor,
        MediaRows,
        MediaSweeper,
        SoundListener,
        Transcoder,
      ],
      exports: [MediaSweeper, Transcoder],
    }
  }
}
