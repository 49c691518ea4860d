import { Injectable, Logger } from '@nestjs/common'
import { AddressProofs } from '../auth/address-proofs.js'
import { AttemptBuckets } from '../auth/attempt-buckets.js'
import { layOutMail } from '../auth/lay-out-mail.js'
import { mailPace } from '../auth/mail-pace.js'
import { mailSentences } from '../auth/mail-sentences.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'
import { codeOf } from '../platform/transient.js'

/** A hundred a day: more than a team needs, too little to be worth a spammer's sign-up. */
const orgPace = { burst: 100, everyMs: (24 * 3600 * 1000) / 100 }

/** The link of an invitation, and the mail that brings it. */
@Injectable()
export class InvitationMail {
  private readonly logger = new Logger('mail')
  private readonly byInvited = new AttemptBuckets()
  private readonly byAddress = new AttemptBuckets()
  private readonly byOrg = new AttemptBuckets()

  constructor(
    private readonly mailer: Mailer,
    private readonly proofs: AddressProofs,
    @InjectEnv() private readonly env: Env,
  ) {}

  linkOf(token: string): string {
    return `${this.env.WEB_BASE_URL}/invite/${token}`
  }

  /**
   * Counts a mail that is about to be sent. What other orgs mail to the address refuses nobody: a stranger would keep
   * people from being invited.
   * @throws {AppError} rate_limited when this org has mailed enough for now, to this address or in all
   */
  keepPace(orgId: string, email: string): void {
    if (!this.mailer.enabled) return
    const invited = `${orgId} ${email}`
    const invitedWaitS = this.byInvited.take(invited, mailPace)
    if (invitedWaitS > 0)
      throw new AppError('invited_often', { email, minutes: Math.ceil(invitedWaitS / 60) })
    const orgWaitS = this.byOrg.take(orgId, orgPace)
    if (orgWaitS === 0) return
    this.byInvited.giveBack(invited, mailPace)
    throw new AppError('mailed_often', { minutes: Math.ceil(orgWaitS / 60) })
  }

  /** @returns whether it went out, which it doesn't where the address has had enough; the admin has the link to pass on */
  async send(
    invitation: { email: string; expiresAt: Date; org: { name: string }; inviter: { name: string } },
    token: string,
  ): Promise<boolean> {
    if (!this.mailer.enabled || this.byAddress.take(invitation.email, mailPace) > 0) return false
    // Only the mail carries the proof: the link that the inviter sees proves nothing about the address.
    const proof = this.proofs.make(invitation.email, invitation.expiresAt)
    const words = mailSentences.invitation({
      inviter: invitation.inviter.name,
      org: invitation.org.name,
      url: `${this.linkOf(token)}?proof=${proof}`,
    })
    try {
      await this.mailer.send({ to: invitation.email, ...layOutMail(words) })
      return true
    } catch (error) {
      this.logger.error(`The mail server refused an invitation (${codeOf(error)}).`)
      return false
    }
  }
}
