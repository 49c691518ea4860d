import { withoutTurning } from '@cloudpa/contracts/names'
import type { MailWords } from './lay-out-mail.js'

// Everything that a mail says, in English. Another language is another object of this shape.
// ‹ and › stand around what somebody else named, which may run in another direction: see `lay-out-mail`.

/** What mail programs take for the inside of an address: evil.com/pay, ana@evil.com, and their wide twins. */
const insideLink = /[.:/@\u3002\uff0e\uff0f\uff1a\uff20\uff61](?=\S)/g

/**
 * A name inside a sentence. A word joiner, which can't be seen, keeps mail programs from making a link of one that
 * looks like an address: the only link in a mail of ours is our own.
 */
const named = (name: string) =>
  `‹${withoutTurning(name)
    .replace(/[‹›\r\n]/g, ' ')
    .replace(insideLink, '$&\u2060')}›`

/** What each mail says; `url` is where its one button leads. */
export const mailSentences = {
  reset: ({ name, url }: { name: string; url: string }): MailWords => ({
    subject: 'Choose a new password',
    heading: 'Choose a new password',
    lines: [`Hello ${named(name)}, someone asked for a new password for your Cloud PA account.`],
    action: { label: 'Choose a new password', url },
    after: 'The link works once, for an hour. If it wasn’t you, do nothing: your password stays as it is.',
  }),

  createAccount: ({ url }: { url: string }): MailWords => ({
    subject: 'Create your account',
    heading: 'Create your account',
    lines: ['One step left for your Cloud PA account: your name and a password.'],
    action: { label: 'Create your account', url },
    after: 'The link works for a day. If you didn’t ask for it, do nothing.',
  }),

  accountExists: ({ url }: { url: string }): MailWords => ({
    subject: 'You have an account already',
    heading: 'You have an account already',
    lines: [
      'Someone, most likely you, tried to create a Cloud PA account with this address. There’s one already.',
    ],
    action: { label: 'Sign in', url },
    after: 'Forgot your password? Choose a new one there. If it wasn’t you, do nothing.',
  }),

  invitation: (it: { inviter: string; org: string; url: string }): MailWords => ({
    subject: `Join ${named(it.org)} on Cloud PA`,
    heading: `Join ${named(it.org)}`,
    lines: [
      `${named(it.inviter)} invites you to the inbox of ${named(it.org)} on Cloud PA, to answer customers on WhatsApp together.`,
    ],
    action: { label: `Join ${named(it.org)}`, url: it.url },
    after: 'The link works for a week. If you don’t know them, do nothing.',
  }),
}
