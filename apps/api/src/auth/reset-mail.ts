import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'
import { AttemptBuckets } from './attempt-buckets.js'
import { mailPace } from './mail-pace.js'

export function resetLinkOf(webBaseUrl: string, token: string): string {
  return `${webBaseUrl}/reset-password?token=${token}`
}

/** The mail with which somebody sets a new password. */
@Injectable()
export class ResetMail {
  private readonly sent = new AttemptBuckets()

  constructor(
    private readonly mailer: Mailer,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Sends nothing where there is no mail, or where this address has had enough: the answer must not tell which. */
  send(user: { name: string; email: string }, token: string): void {
    if (!this.mailer.enabled || this.sent.take(user.email, mailPace) > 0) return
    const text = [
      `Hello ${user.name},`,
      'somebody asked for a new password for your Cloud PA account. To choose one, open this link within an hour:',
      resetLinkOf(this.env.WEB_BASE_URL, token),
      'If that was not you, there is nothing to do.',
    ].join('\n\n')
    this.mailer.sendLater({ to: user.email, subject: 'Choose a new password', text })
  }
}
