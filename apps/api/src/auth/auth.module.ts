import { Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AccessChanges } from './access-changes.js'
import { AddressProofs } from './address-proofs.js'
import { AccountsService } from './accounts.service.js'
import { ApiKeyBearers } from './api-key-bearers.js'
import { ApiKeysController } from './api-keys.controller.js'
import { ApiKeysService } from './api-keys.service.js'
import { AuthController } from './auth.controller.js'
import { authProvider } from './better-auth.js'
import { CallersService } from './callers.service.js'
import { MemberGuard } from './member.guard.js'
import { MembershipsService } from './memberships.service.js'
import { RecentCallers } from './recent-callers.js'
import { ResetMail } from './reset-mail.js'
import { SessionsService } from './sessions.service.js'
import { SetUpController } from './set-up.controller.js'
import { SetUpService } from './set-up.service.js'
import { SignUpMail } from './sign-up-mail.js'
import { SignUpsService } from './sign-ups.service.js'

@Module({
  controllers: [AuthController, ApiKeysController, SetUpController],
  providers: [
    authProvider,
    AccessChanges,
    ResetMail,
    AddressProofs,
    SignUpMail,
    SignUpsService,
    SetUpService,
    MembershipsService,
    SessionsService,
    CallersService,
    RecentCallers,
    ApiKeyBearers,
    ApiKeysService,
    AccountsService,
    { provide: APP_GUARD, useClass: MemberGuard },
  ],
  exports: [
    AccessChanges,
    CallersService,
    RecentCallers,
    MembershipsService,
    ApiKeysService,
    AccountsService,
    AddressProofs,
    SignUpsService,
    SetUpService,
  ],
})
export class AuthModule {}
