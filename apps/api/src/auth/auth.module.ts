import { Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AccountsService } from './accounts.service.js'
import { ApiKeysController } from './api-keys.controller.js'
import { ApiKeysService } from './api-keys.service.js'
import { AuthController } from './auth.controller.js'
import { authProvider } from './better-auth.js'
import { MemberGuard } from './member.guard.js'
import { MembershipsService } from './memberships.service.js'
import { ResetMail } from './reset-mail.js'
import { SessionsService } from './sessions.service.js'

@Module({
  controllers: [AuthController, ApiKeysController],
  providers: [
    authProvider,
    ResetMail,
    MembershipsService,
    SessionsService,
    ApiKeysService,
    AccountsService,
    { provide: APP_GUARD, useClass: MemberGuard },
  ],
  exports: [MembershipsService, ApiKeysService, AccountsService],
})
export class AuthModule {}
