import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'
import { AttemptBuckets } from './attempt-buckets.js'
import { layOutMail } from './lay-out-mail.js'
import { mailPace } from './mail-pace.js'
import { mailSentences } from './mail-sentences.js'

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
    const url = resetLinkOf(this.env.WEB_BASE_URL, token)
    this.mailer.sendLater({ to: user.email, ...layOutMail(mailSentences.reset({ name: user.name, url })) })
  }
}
