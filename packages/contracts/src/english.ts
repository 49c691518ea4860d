// What errors say, in English. No schema is needed to say it, so that a page can take this file alone.
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
  not_an_email: () => 'That is not an e-mail address.',
  not_an_invitation: () => 'That is not an invitation.',
  not_our_link: () => 'That is not a link of ours.',
  link_spent: () => 'This link was used or has expired; ask for a new one.',
  password_too_short: ({ minimum }) => `Choose a password of at least ${minimum} characters.`,
  password_too_long: ({ maximum }) => `Choose a password of at most ${maximum} characters.`,
  not_http: () => 'This is not a valid HTTP request.',
  headers_too_large: ({ kilobytes }) => `The headers of a request hold at most ${kilobytes} kB.`,
  address_unreadable: () => 'The address of the request can’t be read.',
  request_too_slow: () => 'The request took too long to arrive.',
  body_incomplete: () => 'The request body was cut off.',
  json_too_deep: ({ levels }) => `JSON may be nested at most ${levels} levels deep.`,
  not_a_form: () => 'Expected application/x-www-form-urlencoded, which is what Twilio posts.',
  too_many_fields: ({ maximum }) => `A form of Twilio’s has at most ${maximum} fields.`,
  other: ({ says }) => says,
  signature: () => 'The X-Twilio-Signature does not fit this form and address.',

  sign_in: () => 'Sign in, or send an API key as a bearer token.',
  wrong_password: () => 'The e-mail address or the password is wrong.',
  account_gone: () => 'This account no longer exists.',
  api_key_unknown: () => 'This API key is not valid; make one under Settings, API keys.',

  foreign_page: () => 'This request comes from another site.',
  admins_only: () => 'Only an admin can do this; ask an admin or the owner of this inbox.',
  owners_only: () => 'Only the owner can do this.',
  owners_make_owners: () => 'Only an owner can give or take away the owner role.',
  people_only: () => 'No API key can do this: sign in to do it yourself.',
  no_person: () => 'An API key belongs to an organisation, not to a person: sign in to do this.',
  keys_manage_members: () => 'An API key manages members only: sign in to change admins and owners.',
  key_scope: ({ scope, needed }) =>
    `This API key has the scope “${scope}”, and this takes “${needed}”: make another key under Settings, API keys.`,
  set_up_link: () => 'This set-up link does not work: `npm run cloudpa -- set-up-link` prints the right one.',
  set_up_first: () =>
    'Cloud PA is not set up yet: its operator must open the link that `npm run cloudpa -- set-up-link` prints.',
  invited_only: () =>
    'New accounts are by invitation here: ask somebody of the team for one, and open its link.',

  nothing_here: () => 'There is nothing at this address.',
  nobody_here: ({ email }) => `Nobody here has the e-mail address ${email}.`,

  account_exists: () => 'There is an account with this e-mail address already: sign in instead.',
  set_up_already: () => 'This Cloud PA is set up already: sign in, or ask for an invitation.',
  member_already: ({ email }) => `${email} is a member already.`,
  no_members: () => 'This organisation has no member yet who could invite somebody.',
  last_owner: () => 'Every organisation needs an owner: make somebody else an owner first.',
  client_id_used: () => 'This clientId was used for another message; choose a new one.',
  no_auth_token: () => 'This number has no Auth Token. Paste it in Settings, under Numbers.',
  too_many_unproven: ({ maximum }) =>
    `${maximum} numbers here are not proven yet. Validate or remove some of them first.`,
  added_already: () => 'Your organisation has added this number already.',
  held_elsewhere: ({ number }) =>
    `${number} is connected to another organisation here, for the same Twilio account. It must be removed there first.`,
  claimed_meanwhile: () => 'Another organisation here connected this number first.',
  window_over: () =>
    'The customer wrote more than 24 hours ago, so WhatsApp only accepts a template now. You can answer as soon as they write.',
  never_wrote: () =>
    'This customer has not written to you, so WhatsApp only accepts a template. You can answer as soon as they write.',
  number_off: () => 'This number is switched off. Switch it on in Settings to send from it.',
  number_removed: () => 'This number was removed from Settings.',

  body_too_large: ({ kilobytes }) => `The body of a request holds at most ${kilobytes} kB.`,
  wrong_passwords: ({ seconds }) =>
    `Too many wrong passwords for this account: try again in ${several(seconds, 'second')}, ` +
    'on a device where you have signed in before, or reset your password.',
  invited_often: ({ email, minutes }) =>
    `${email} has been sent several invitations already: try again in ${several(minutes, 'minute')}.`,
  mailed_often: ({ minutes }) =>
    `Your organisation has sent as many invitations as it may in a day: try again in ${several(minutes, 'minute')}.`,
  too_many_streams: ({ maximum }) =>
    `At most ${maximum} event streams may be open at once: close some of them first.`,

  our_fault: () => 'Something went wrong on our side; nothing was changed.',
  no_database: () => 'The database does not answer; try again shortly.',
  starting: () => 'The service is starting and waits for its database; try again shortly.',
  not_ready: () => 'Not ready.',
  too_many_ask: () => 'Too many requests at once; try again shortly.',
  too_much_arrives: () => 'Too much data is arriving at once; try again shortly.',
  session_unchecked: () => 'The session could not be checked; try again shortly.',
  account_not_made: () => 'The account could not be made; try again shortly.',
  token_unopened: () => 'The signature can’t be checked right now; try again shortly.',
  token_sealed: ({ key }) =>
    `The Auth Token of this number is sealed with the key “${key}”, which this server doesn’t have. ` +
    'Paste the token again in Settings, or ask your operator to add that key to ENCRYPTION_KEYS.',
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
  number_off: 'This number is switched off. Switch it on in Settings to send from it.',
  number_removed: 'This number was removed from Settings.',
  token_sealed: 'The Auth Token of this number can’t be opened. Ask your operator to check ENCRYPTION_KEYS.',
  no_auth_token: 'This number has no Auth Token. Paste it in Settings, under Numbers.',
  unconfirmed: 'Twilio never said whether it took this message. Ask the customer before you send it again.',
  unreachable: 'Twilio could not be reached. Try again in a moment.',
  unknown: 'WhatsApp did not deliver this message, and did not say why.',
  11200: 'Twilio could not reach this inbox. Ask your operator to check the public address.',
  20003: 'Twilio refused the credentials of this number. Check the Account SID and Auth Token in Settings.',
  20404: 'Twilio does not know this account. Check the Account SID in Settings.',
  21211: 'This is not a number WhatsApp can reach.',
  21408:
    'Your Twilio account may not send to this country. Allow it under Geo permissions in the Twilio console.',
  21606: 'Twilio does not know the sending number as yours. Check the number in Settings.',
  21609:
    'The public address of this inbox is not one Twilio can call. Ask your operator to set PUBLIC_BASE_URL.',
  21610: 'This customer has opted out (STOP), so WhatsApp does not deliver to them.',
  21612: 'Twilio cannot reach this customer from your number.',
  21614: 'This is not a mobile number.',
  21617: 'The text is longer than the 1,600 characters WhatsApp takes.',
  21705: 'The Messaging Service of this number is not valid. Check it in Settings.',
  30003: 'The customer’s phone cannot be reached.',
  30004: 'The customer blocked messages.',
  30005: 'This number does not exist.',
  30006: 'This number cannot receive messages.',
  30007: 'WhatsApp filtered the message as unwanted content.',
  63001: 'Twilio could not sign in to WhatsApp for this number. Check the sender in the Twilio console.',
  63003: 'This number does not seem to use WhatsApp.',
  63005: 'WhatsApp does not accept this content.',
  63007: 'This number is not a WhatsApp sender of your Twilio account. Check the number in Settings.',
  63013: 'WhatsApp refused the message because of its policy.',
  63014: 'The customer blocked your number on WhatsApp.',
  63015:
    'The customer has not joined your sandbox, or joined more than three days ago. Ask them to send the join words again.',
  63016: 'Not delivered: the customer wrote more than 24 hours ago, so WhatsApp only accepts a template now.',
  63020: 'WhatsApp does not let your account send at the moment. Check the sender in the Twilio console.',
  63021: 'WhatsApp refused the content of the message.',
  63024: 'This number does not seem to use WhatsApp.',
  63031: 'A number cannot write to itself.',
  63032: 'WhatsApp does not deliver this kind of message to this customer at the moment.',
  63033: 'The customer does not take marketing messages from you.',
  63049: 'WhatsApp held this message back because the customer gets many marketing messages.',
  63051: 'Your WhatsApp sender is locked. See the Twilio console.',
  63112: 'Meta disabled your WhatsApp Business Account. See the Twilio console.',
  20429: 'Twilio is busy with your other messages. Try again in a moment.',
  20500: 'Twilio had a problem of its own. Try again in a moment.',
  30001: 'Too many messages are waiting at Twilio. Try again later.',
  30008: 'The message was not delivered, and WhatsApp did not say why.',
  63017: 'You are sending faster than WhatsApp allows. Try again in a moment.',
  63018: 'You are sending faster than WhatsApp allows. Try again in a moment.',
  63038: 'Your Twilio account reached its daily limit. Try again tomorrow.',
} as const

export type FailureCode = `${keyof typeof failures}`

export function isKnownFailure(code: string): code is FailureCode {
  return Object.hasOwn(failures, code)
}

export function sayFailure(code: string): string {
  return isKnownFailure(code)
    ? failures[code]
    : `WhatsApp did not deliver this message (Twilio error ${code}).`
}
