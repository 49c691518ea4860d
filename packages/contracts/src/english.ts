// What errors say, in English, for programs and operators: short and plain, what happened, then what to do.
// No schema is needed to say it, so that a page can take this file alone.
import type { ErrorReason, ReasonParams } from './errors.js'

type Sentences = { [R in ErrorReason]: (params: ReasonParams<R>) => string }

const several = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

const sentences: Sentences = {
  input: ({ issues }) =>
    issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
  cursor: () => 'cursor: pass back a cursor of an earlier answer.',
  recipient_unreadable: () => 'to: write a phone number with its country code, like +14155550001.',
  number_unreadable: () => 'Write the number with its country code, like +14155550001.',
  token_needed: () => 'A new Account SID needs its Auth Token too.',
  not_an_email: () => 'That’s not an e-mail address.',
  snooze_past: () => 'That time has passed. Choose a later one.',
  snooze_too_far: () => 'That’s more than a year away. Choose an earlier time.',
  csv_encoding: () => 'This file isn’t UTF-8 text. Save it as “CSV UTF-8” and try again.',
  csv_quote: ({ line }) => `The quotation mark on line ${line} never ends. Close it and try again.`,
  csv_no_numbers: () => 'No column is named “Phone”. Name the one that holds the numbers, in the first line.',
  csv_too_long: ({ maximum }) => `A file holds at most ${maximum} rows. Split it into several.`,
  merge_self: () => 'That’s the same contact. Choose another one.',
  not_an_invitation: () => 'That’s not an invitation.',
  not_our_link: () => 'That link isn’t from here.',
  link_spent: () => 'This link has expired or was already used. Ask for a new one.',
  password_too_short: ({ minimum }) => `Use at least ${minimum} characters.`,
  password_too_long: ({ maximum }) => `Use at most ${maximum} characters.`,
  not_http: () => 'This request isn’t HTTP.',
  headers_too_large: ({ kilobytes }) => `The headers of a request hold at most ${kilobytes} kB.`,
  address_unreadable: () => 'The address of the request can’t be read.',
  request_too_slow: () => 'The request took too long to arrive.',
  body_incomplete: () => 'The request body was cut off.',
  json_too_deep: ({ levels }) => `JSON may be nested at most ${levels} levels deep.`,
  not_a_form: () => 'Expected application/x-www-form-urlencoded, which is what Twilio posts.',
  too_many_fields: ({ maximum }) => `A form of Twilio’s has at most ${maximum} fields.`,
  other: ({ says }) => says,
  signature: () => 'The X-Twilio-Signature doesn’t fit this form and address.',

  sign_in: () => 'Sign in, or send an API key as a bearer token.',
  wrong_password: () => 'That password doesn’t match this e-mail.',
  account_gone: () => 'This account is gone.',
  api_key_unknown: () => 'This API key doesn’t work. Make a new one under Settings, API keys.',

  foreign_page: () => 'This request comes from another site.',
  admins_only: () => 'Only admins can do this. Ask one on your team.',
  owners_only: () => 'Only the owner can do this.',
  owners_make_owners: () => 'Only an owner can make someone an owner, or stop them being one.',
  authors_only: () => 'Only the person who wrote a note can change it.',
  people_only: () => 'An API key can’t do this. Sign in and do it yourself.',
  no_person: () => 'An API key isn’t a person. Sign in to do this.',
  keys_manage_members: () => 'An API key can only manage members. Sign in to change admins and owners.',
  key_scope: ({ scope, needed }) =>
    `This API key has the scope “${scope}”, and this takes “${needed}”. Make another one under Settings, API keys.`,
  set_up_link: () => 'This set-up link doesn’t work. `npm run cloudpa -- set-up-link` prints the right one.',
  set_up_first: () =>
    'Not set up yet. Whoever runs this Cloud PA goes first, with the link that `npm run cloudpa -- set-up-link` prints.',
  invited_only: () => 'New accounts are by invitation only. Ask someone on the team for one.',

  nothing_here: () => 'There’s nothing at this address.',
  nobody_here: ({ email }) => `Nobody here uses ${email}.`,

  account_exists: () => 'There’s an account with this e-mail already. Sign in instead.',
  set_up_already: () => 'This Cloud PA is set up already. Sign in, or ask for an invitation.',
  member_already: ({ email }) => `${email} is on the team already.`,
  no_members: () => 'Nobody in this business can send invitations yet.',
  last_owner: () => 'A business needs an owner. Make someone else owner first.',
  too_many_orgs: ({ maximum }) => `You own ${maximum} businesses already. That’s the limit.`,
  client_id_used: () => 'This clientId was used for another message. Choose a new one.',
  labels_full: ({ maximum }) => `A conversation holds at most ${maximum} labels. Take some off first.`,
  label_exists: ({ name }) => `There’s a label “${name}” already.`,
  too_many_labels: ({ maximum }) => `There are ${maximum} labels already. Delete one that nobody needs.`,
  too_many_quick_replies: ({ maximum }) =>
    `There are ${maximum} quick replies already. Delete one that nobody needs.`,
  too_many_views: ({ maximum }) => `There are ${maximum} views already. Delete one that nobody needs.`,
  shortcut_taken: ({ shortcut }) => `There’s a quick reply /${shortcut} already. Choose another shortcut.`,
  org_switched: () =>
    'The session has moved to another business than the one X-Org-Id names. Nothing was done.',
  merge_same_number: ({ number }) =>
    `Both have a conversation on ${number}. They stay apart: answers go to a different phone in each.`,
  merge_too_much: ({ characters, fields }) =>
    `Together they hold more than one contact can: ${characters} characters of About text and ${fields} details. Shorten one first.`,
  changed_meanwhile: () => 'Somebody has changed this meanwhile. Look at it again.',
  merge_changed: () => 'Somebody has changed this contact since, so it can’t be taken back.',
  merge_wrote: () => 'They have written since, so it can’t be taken back.',
  no_auth_token: () => 'This number has no Auth Token. Paste it under Settings, Numbers.',
  too_many_unproven: ({ maximum }) =>
    `${maximum} numbers here aren’t checked yet. Check or remove some of them first.`,
  added_already: () => 'You’ve added this number already.',
  held_elsewhere: ({ number }) =>
    `${number} is connected to another business here, for the same Twilio account. Remove it there first.`,
  claimed_meanwhile: () => 'Another business here connected this number first.',
  window_over: () =>
    'It’s been over 24 hours since they wrote. WhatsApp only accepts a template until they write again.',
  never_wrote: () => 'They haven’t written to you yet, so WhatsApp only accepts a template.',
  number_off: () => 'This number is paused. Turn it on in Settings to send from it.',
  number_removed: () => 'This number was removed in Settings.',

  body_too_large: ({ kilobytes }) => `The body of a request holds at most ${kilobytes} kB.`,
  wrong_passwords: ({ seconds }) =>
    `Too many wrong passwords. Try again in ${several(seconds, 'second')} ` +
    'on a device where you’ve signed in before, or reset your password.',
  invited_often: ({ email, minutes }) =>
    `${email} has had several invitations already. Try again in ${several(minutes, 'minute')}.`,
  mailed_often: ({ minutes }) =>
    `That’s all the invitations for today. Try again in ${several(minutes, 'minute')}.`,
  too_many_streams: ({ maximum }) =>
    `At most ${maximum} event streams may be open at once. Close some of them first.`,
  presence_often: () => 'Too many updates at once. Wait a moment.',

  our_fault: () => 'Something went wrong on our side. Nothing was changed.',
  no_database: () => 'Can’t reach the database. Try again in a moment.',
  starting: () => 'Starting, and waiting for the database. Try again in a moment.',
  not_ready: () => 'Not ready yet.',
  too_many_ask: () => 'Too many requests at once. Try again in a moment.',
  too_much_arrives: () => 'A lot is arriving at once. Try again in a moment.',
  session_unchecked: () => 'Couldn’t check the session. Try again in a moment.',
  account_not_made: () => 'Couldn’t make the account. Try again in a moment.',
  token_unopened: () => 'Couldn’t check the signature just now. Try again in a moment.',
  token_sealed: ({ key }) =>
    `This number’s Auth Token is sealed with the key “${key}”, which this server doesn’t have. ` +
    'Paste the token again in Settings, or add that key to ENCRYPTION_KEYS.',
}

export function sayError<R extends ErrorReason>(reason: R, params: ReasonParams<R>): string {
  return sentences[reason](params)
}

/** Whether this version can say an error's reason: a newer server may have others. */
export function knowsReason(reason: unknown): reason is ErrorReason {
  return typeof reason === 'string' && Object.hasOwn(sentences, reason)
}

/**
 * Why a message failed: our own words and reasons first, then the errors of Twilio's that people meet, from
 * https://www.twilio.com/docs/api/errors. The code alone tells all; one that is not here is told by its number.
 */
const failures = {
  number_off: 'This number is paused. Turn it on in Settings to send from it.',
  number_removed: 'This number was removed in Settings.',
  token_sealed:
    'This number’s Auth Token can’t be opened. Paste it again in Settings, or check ENCRYPTION_KEYS.',
  no_auth_token: 'This number has no Auth Token. Paste it under Settings, Numbers.',
  unconfirmed: 'Twilio never said whether it took this message. Ask before sending it again.',
  unreachable: 'Couldn’t reach Twilio. Try again in a moment.',
  unknown: 'Not delivered, no reason given.',
  11200: 'Twilio couldn’t reach this inbox. Check its public address.',
  20003: 'Twilio refused this number’s credentials. Check the Account SID and Auth Token in Settings.',
  20404: 'Twilio doesn’t know this account. Check the Account SID in Settings.',
  21211: 'WhatsApp can’t reach this number.',
  21408:
    'Your Twilio account may not send to this country. Allow it under Geo permissions in Twilio’s console.',
  21606: 'Twilio doesn’t know the number you send from. Check it in Settings.',
  21609: 'Twilio can’t call this inbox back. Set PUBLIC_BASE_URL to an address it can reach.',
  21610: 'They’ve opted out (STOP), so WhatsApp doesn’t deliver to them.',
  21612: 'Twilio can’t reach them from your number.',
  21614: 'That’s not a mobile number.',
  21617: 'Too long. WhatsApp takes 1,600 characters.',
  21705: 'The Messaging Service of this number doesn’t work. Check it in Settings.',
  30003: 'Their phone can’t be reached.',
  30004: 'They’ve blocked messages.',
  30005: 'This number doesn’t exist.',
  30006: 'This number can’t receive messages.',
  30007: 'WhatsApp took this for spam.',
  63001: 'Twilio couldn’t sign in to WhatsApp for this number. Check the sender in Twilio’s console.',
  63003: 'This number isn’t on WhatsApp.',
  63005: 'WhatsApp doesn’t accept this content.',
  63007: 'This isn’t a WhatsApp sender of your Twilio account. Check the number in Settings.',
  63013: 'WhatsApp refused this: it’s against its policy.',
  63014: 'They’ve blocked your number on WhatsApp.',
  63015:
    'They haven’t joined your sandbox, or did over three days ago. Ask them to send the join words again.',
  63016: 'It’s been over 24 hours since they wrote, so WhatsApp only accepts a template.',
  63020: 'WhatsApp isn’t letting your account send. Check the sender in Twilio’s console.',
  63021: 'WhatsApp refused what this message says.',
  63024: 'This number isn’t on WhatsApp.',
  63031: 'A number can’t write to itself.',
  63032: 'WhatsApp isn’t delivering this kind of message to them right now.',
  63033: 'They don’t take marketing messages from you.',
  63049: 'WhatsApp held this back: they get a lot of marketing messages.',
  63051: 'Your WhatsApp sender is locked. Look in Twilio’s console.',
  63112: 'Meta disabled your WhatsApp Business account. Look in Twilio’s console.',
  20429: 'Twilio is busy with your other messages. Try again in a moment.',
  20500: 'Twilio had a problem. Try again in a moment.',
  30001: 'Too many messages are waiting at Twilio. Try again later.',
  30008: 'Not delivered, no reason given.',
  63017: 'That’s faster than WhatsApp allows. Try again in a moment.',
  63018: 'That’s faster than WhatsApp allows. Try again in a moment.',
  63038: 'Your Twilio account reached its daily limit. Try again tomorrow.',
} as const

export type FailureCode = `${keyof typeof failures}`

export function isKnownFailure(code: string): code is FailureCode {
  return Object.hasOwn(failures, code)
}

export function sayFailure(code: string): string {
  return isKnownFailure(code) ? failures[code] : `Not delivered (Twilio error ${code}).`
}
