import { Injectable, Logger } from '@nestjs/common'
import { AddressProofs } from '../auth/address-proofs.js'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { codeOf, Mailer } from '../platform/mailer.js'

/** The link of an invitation, and the mail that brings it. */
@Injectable()
export class InvitationMail {
  private readonly logger = new Logger('mail')

  constructor(
    private readonly mailer: Mailer,
    private readonly proofs: AddressProofs,
    @InjectEnv() private readonly env: Env,
  ) {}

  linkOf(token: string): string {
    return `${this.env.WEB_BASE_URL}/invite/${token}`
  }

  /** @returns whether the mail server took it; if not, the admin still has the link to pass on */
  async send(
    invitation: { email: string; expiresAt: Date; org: { name: string }; inviter: { name: string } },
    token: string,
  ): Promise<boolean> {
    if (!this.mailer.enabled) return false
    // Only the mail carries the proof: the link that the inviter sees proves nothing about the address.
    const proof = this.proofs.make(invitation.email, invitation.expiresAt)
    const text = [
      `${invitation.inviter.name} invites you to the inbox of ${invitation.org.name} on Cloud PA.`,
      `To join, open this link within a week: ${this.linkOf(token)}?proof=${proof}`,
    ].join('\n\n')
    try {
      await this.mailer.send({
        to: invitation.email,
        subject: `Join ${invitation.org.name} on Cloud PA`,
        text,
      })
      return true
    } catch (error) {
      this.logger.error(`The mail server refused an invitation (${codeOf(error)}).`)
      return false
    }
  }
}
