import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Mailer } from '../platform/mailer.js'
import { AddressProofs } from './address-proofs.js'
import { layOutMail, type MailWords } from './lay-out-mail.js'
import { mailSentences } from './mail-sentences.js'

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
    this.send(
      email,
      mailSentences.createAccount({ url: `${this.env.WEB_BASE_URL}/${page}?${query.toString()}` }),
    )
  }

  sendKnown(email: string): void {
    this.send(email, mailSentences.accountExists({ url: `${this.env.WEB_BASE_URL}/sign-in` }))
  }

  private send(to: string, words: MailWords): void {
    this.mailer.sendLater({ to, ...layOutMail(words) })
  }
}
