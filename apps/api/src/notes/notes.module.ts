import { Module } from '@nestjs/common'
import { MentionsController } from './mentions.controller.js'
import { MentionsService } from './mentions.service.js'
import { NotesController } from './notes.controller.js'
import { NotesService } from './notes.service.js'

@Module({
  controllers: [NotesController, MentionsController],
  providers: [NotesService, MentionsService],
})
export class NotesModule {}
