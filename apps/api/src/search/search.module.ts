import { Module, type DynamicModule } from '@nestjs/common'
import { SearchController } from './search.controller.js'
import { SearchFolder } from './search-folder.js'
import { SearchService } from './search.service.js'

@Module({})
export class SearchModule {
  static forApi(): DynamicModule {
    return { module: SearchModule, controllers: [SearchController], providers: [SearchService] }
  }

  static forWorker(): DynamicModule {
    return { module: SearchModule, providers: [SearchFolder], exports: [SearchFolder] }
  }
}
