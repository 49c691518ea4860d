import { Module } from '@nestjs/common'
import { ChatAccountChanges } from './chat-account-changes.js'
import { ChatAccountDirectory } from './chat-account-directory.js'
import { ChatAccountsController } from './chat-accounts.controller.js'
import { ChatAccountsService } from './chat-accounts.service.js'
import { ClaimProofs } from './claim-proofs.js'
import { ClaimsService } from './claims.service.js'
import { CredentialVault } from './credentials.js'
import { EnvironmentAccount } from './environment-account.js'
import { FormOwners } from './form-owners.js'

@Module({
  controllers: [ChatAccountsController],
  providers: [
    ChatAccountDirectory,
    ChatAccountChanges,
    ChatAccountsService,
    CredentialVault,
    EnvironmentAccount,
    ClaimsService,
    ClaimProofs,
    FormOwners,
  ],
  exports: [ChatAccountDirectory, ChatAccountsService, CredentialVault, ClaimsService, FormOwners],
})
export class ChatAccountsModule {}
