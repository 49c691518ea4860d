import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { ChatAccountsService } from '../chat-accounts/chat-accounts.service.js'
import { AppError } from '../platform/app-error.js'
import { CatchUps } from './catch-ups.js'

/** Lets an admin have a number compared with Twilio's list. */
@Injectable()
export class ReconcileService {
  constructor(
    private readonly accounts: ChatAccountsService,
    private readonly catchUps: CatchUps,
  ) {}

  /**
   * Has a number compared, which the worker begins with within a second.
   * @returns the number, whose catchUp says how far that is
   * @throws {AppError} number_off or number_unproven, where Twilio can't be asked
   */
  async reconcile(member: CurrentMember, id: string): Promise<ChatAccount> {
    const { active, proven } = await this.accounts.get(member, id)
    if (!active) throw new AppError('number_off')
    if (!proven) throw new AppError('number_unproven')
    await this.catchUps.request({ orgId: member.orgId, chatAccountId: id })
    return this.accounts.get(member, id)
  }
}
