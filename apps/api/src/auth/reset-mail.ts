import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'

export function resetLinkOf(webBaseUrl: string, token: string): string {
  return `${webBaseUrl}/reset-password?token=${token}`
}

/** The mail with which somebody sets a new password. */
@Injectable()
export class ResetMail {
  constructor(
    private readonly mailer: Mailer,
    @InjectEnv() private readonly env: Env,
  ) {}

  send(user: { name: string; email: string }, token: string): void {
    if (!this.mailer.enabled) return
    const text = [
      `Hello ${user.name},`,
      'somebody asked for a new password for your Cloud PA account. To choose one, open this link within an hour:',
      resetLinkOf(this.env.WEB_BASE_URL, token),
      'If that was not you, there is nothing to do.',
    ].join('\n\n')
    this.mailer.sendLater({ to: user.email, subject: 'Choose a new password', text })
  }
}
