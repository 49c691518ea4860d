import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'
import { AddressProofs } from './address-proofs.js'

const lifetimeMs = 24 * 3600 * 1000

/** The mails that answer a sign-up: a link to go on with, or the news that there is an account already. */
@Injectable()
export class SignUpMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly proofs: AddressProofs,
    @InjectEnv() private readonly env: Env,
  ) {}

  get enabled(): boolean {
    return this.mailer.enabled
  }

  /** @param invitation the token of the invitation that the newcomer follows */
  sendLink(email: string, invitation: string | undefined): void {
    const proof = this.proofs.make(email, new Date(Date.now() + lifetimeMs))
    const query = new URLSearchParams(invitation ? { proof } : { email, proof })
    const page = invitation ? `invite/${encodeURIComponent(invitation)}` : 'sign-up'
    this.send(email, 'Create your account', [
      'Hello,',
      'to create your Cloud PA account, open this link within a day:',
      `${this.env.WEB_BASE_URL}/${page}?${query.toString()}`,
      'If you did not ask for one, there is nothing to do.',
    ])
  }

  sendKnown(email: string): void {
    this.send(email, 'You have an account already', [
      'Hello,',
      'somebody wanted to create a Cloud PA account with this address, and there is one already. To sign in:',
      `${this.env.WEB_BASE_URL}/sign-in`,
      'If you forgot the password, you can choose a new one there. If that was not you, there is nothing to do.',
    ])
  }

  private send(to: string, subject: string, paragraphs: string[]): void {
    this.mailer.sendLater({ to, subject, text: paragraphs.join('\n\n') })
  }
}
