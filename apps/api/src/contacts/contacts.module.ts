import { Module } from '@nestjs/common'
import { ContactsController } from './contacts.controller.js'
import { ContactsService } from './contacts.service.js'
import { ImportService } from './import.service.js'
import { MergeService } from './merge.service.js'
import { SaveService } from './save.service.js'
import { TablesController } from './tables.controller.js'

@Module({
  controllers: [TablesController, ContactsController],
  providers: [ContactsService, ImportService, MergeService, SaveService],
})
export class ContactsModule {}
