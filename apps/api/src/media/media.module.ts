import { BullModule } from '@nestjs/bullmq'
import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import type { Env } from '../env.js'
import { ENV } from '../platform/config.js'
import { mediaFolder } from './draft-file.js'
import { FolderStorage } from './folder-storage.js'
import { MediaController } from './media.controller.js'
import { MediaFetcher } from './media-fetcher.js'
import { MediaLine } from './media-line.js'
import { MEDIA_QUEUE } from './media.job.js'
import { MediaProcessor } from './media.processor.js'
import { MediaRows } from './media-rows.js'
import { MediaService } from './media.service.js'
import { MediaSweeper } from './media-sweeper.js'
import { STORAGE, type Storage } from './storage.js'

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

@Module({})
export class MediaModule {
  static forApi(): DynamicModule {
    return {
      module: MediaModule,
      imports: [BullModule.registerQueue({ name: MEDIA_QUEUE })],
      controllers: [MediaController],
      providers: [storageProvider, MediaRows, MediaService],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: MediaModule,
      imports: [BullModule.registerQueue({ name: MEDIA_QUEUE }), ChatAccountsModule],
      providers: [storageProvider, lineProvider, MediaFetcher, MediaProcessor, MediaRows, MediaSweeper],
      exports: [MediaSweeper],
    }
  }
}
