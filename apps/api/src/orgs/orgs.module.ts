import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { InvitationMail } from './invitation-mail.js'
import { InvitationsController } from './invitations.controller.js'
import { InvitationsService } from './invitations.service.js'
import { MembersController } from './members.controller.js'
import { MembersService } from './members.service.js'
import { OrgsController } from './orgs.controller.js'
import { OrgsService } from './orgs.service.js'

@Module({
  imports: [AuthModule],
  controllers: [OrgsController, InvitationsController, MembersController],
  providers: [OrgsService, MembersService, InvitationsService, InvitationMail],
})
export class OrgsModule {}
