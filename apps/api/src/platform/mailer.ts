import { Injectable, Logger } from '@nestjs/common'
import { createTransport, type Transporter } from 'nodemailer'
import type { Env } from '../env.js'
import { InjectEnv } from './config.js'
import { codeOf } from './transient.js'

/** A mail, as text and, for whoever shows it, as HTML. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

/** Sends mail through SMTP_URL. Without it there is no mail, and callers offer the link in another way. */
@Injectable()
export class Mailer {
  private readonly logger = new Logger('mail')
  private readonly transport?: Transporter

  constructor(@InjectEnv() private readonly env: Env) {
    if (env.SMTP_URL) this.transport = createTransport(env.SMTP_URL)
  }

  get enabled(): boolean {
    return this.transport !== undefined
  }

  /** @throws when no SMTP server is configured or it refuses the mail */
  async send(mail: Mail): Promise<void> {
    if (!this.transport) throw new Error('SMTP_URL is not set.')
    await this.transport.sendMail({ from: this.env.MAIL_FROM, ...mail })
  }

  /** Leaves the mail to the background: how long the answer takes must not tell whether the address is known. */
  sendLater(mail: Mail): void {
    this.send(mail).catch((error: unknown) =>
      this.logger.error(`The mail server refused “${mail.subject}” (${codeOf(error)}).`),
    )
  }
}
