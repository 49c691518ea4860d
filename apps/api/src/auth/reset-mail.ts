import { Injectable, Logger } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'

export function resetLinkOf(webBaseUrl: string, token: string): string {
  return `${webBaseUrl}/reset-password?token=${token}`
}

/** The mail with which somebody sets a new password. */
@Injectable()
export class ResetMail {
  private readonly logger = new Logger('mail')

  constructor(
    private readonly mailer: Mailer,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Leaves the mail to the background: how long the answer takes must not tell whether the address is known. */
  send(user: { name: string; email: string }, token: string): void {
    if (!this.mailer.enabled) return
    const text = [
      `Hello ${user.name},`,
      'somebody asked for a new password for your Cloud PA account. To choose one, open this link within an hour:',
      resetLinkOf(this.env.WEB_BASE_URL, token),
      'If that was not you, there is nothing to do.',
    ].join('\n\n')
    this.mailer
      .send({ to: user.email, subject: 'Choose a new password', text })
      .catch((error: unknown) =>
        this.logger.error(`The mail server refused a reset mail (${codeOf(error)}).`),
      )
  }
}

/** The mail server's own code: its sentences may repeat addresses. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code'
}
