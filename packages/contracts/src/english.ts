// What errors say, in English, for programs and operators: short and plain, what happened, then what to do.
// No schema is needed to say it, so that a page can take this file alone.
import type { ErrorReason, ReasonParams } from './errors.js'
import type { FailureKind } from './failures.js'

type Sentences = { [R in ErrorReason]: (params: ReasonParams<R>) => string }

const several = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

const sentences: Sentences = {
  input: ({ issues }) =>
    issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
  cursor: () => 'cursor: use a cursor from an earlier response.',
  recipient_unreadable: () => 'to: write a phone number with its country code, like +14155550001.',
  number_unreadable: () => 'Write the number with its country code, like +14155550001.',
  token_needed: () => 'A new Account SID needs its Auth Token too.',
  not_an_email: () => 'That’s not an e-mail address.',
  snooze_past: () => 'That time has passed. Choose a later one.',
  snooze_too_far: () => 'That’s more than a year away. Choose an earlier time.',
  send_past: () => 'That time has passed. Choose a later one, or send it now.',
  send_too_far: () => 'That’s more than a year away. Choose an earlier time.',
  csv_encoding: () => 'This file isn’t UTF-8 text. Save it as “CSV UTF-8” and try again.',
  csv_quote: ({ line }) => `The quotation mark on line ${line} is never closed. Close it and try again.`,
  csv_no_numbers: () => 'There’s no “Phone” column. Put “Phone” above the numbers, in the first line.',
  csv_too_long: ({ maximum }) => `A file can have up to ${maximum} rows. Split it into several.`,
  merge_self: () => 'That’s the same contact. Choose another one.',
  not_an_invitation: () => 'That’s not an invitation link. Copy all of it.',
  not_our_link: () => 'That’s not a link to this Cloud PA.',
  link_spent: () => 'This link has expired or was already used. Ask for a new one.',
  password_too_short: ({ minimum }) => `Use at least ${minimum} characters.`,
  password_too_long: ({ maximum }) => `Use at most ${maximum} characters.`,
  not_http: () => 'This request isn’t HTTP.',
  headers_too_large: ({ kilobytes }) => `Request headers can have up to ${kilobytes} kB.`,
  address_unreadable: () => 'The request URL can’t be parsed.',
  request_too_slow: () => 'The request took too long to arrive.',
  body_incomplete: () => 'The request body was cut off.',
  json_too_deep: ({ levels }) => `JSON may be nested at most ${levels} levels deep.`,
  not_a_form: () => 'Expected application/x-www-form-urlencoded, which is what Twilio posts.',
  too_many_fields: ({ maximum }) => `A Twilio form has at most ${maximum} fields.`,
  file_needed: () => 'Send one file: multipart/form-data with a part named “file”.',
  file_empty: () => 'This file is empty.',
  file_not_taken: ({ contentType }) =>
    `WhatsApp doesn’t accept this type of file (${contentType}). Choose another one.`,
  file_other_kind: ({ kind }) => `This file can’t be sent as ${kind}. Choose another one.`,
  recording_unreadable: () => 'This recording can’t be played. Record it again.',
  recording_too_long: ({ minutes }) =>
    `A voice note can be up to ${minutes} minutes long. Record it in several parts.`,
  which_number: () => 'chatAccountId: say which of your numbers this is for.',
  template_value_missing: ({ name }) => `Variable ${name} is empty. Fill it in.`,
  template_value_unsendable: ({ name }) =>
    `Keep variable ${name} on one line, without tabs or more than four spaces in a row.`,
  template_too_long: () => 'With these values the template is too long for WhatsApp. Shorten them.',
  template_variable_place: ({ name }) =>
    `Variable ${name} needs words around it: it can’t come first, last or right beside another one.`,
  other: ({ says }) => says,
  signature: () => 'The X-Twilio-Signature doesn’t match this form and URL.',

  sign_in: () => 'Sign in, or send an API key as a bearer token.',
  wrong_password: () => 'That password doesn’t match this e-mail.',
  account_gone: () => 'This account no longer exists.',
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
    'This Cloud PA isn’t set up yet. Whoever runs it opens the link that `npm run cloudpa -- set-up-link` prints.',
  invited_only: () => 'New accounts are by invitation only. Ask someone on the team for one.',

  nothing_here: () => 'There’s nothing at this address.',
  nobody_here: ({ email }) => `Nobody here uses ${email}.`,
  file_gone: () => 'This file is no longer here. Add it again.',
  template_gone: () => 'This template is no longer at Twilio. Choose another one.',

  account_exists: () => 'There’s an account with this e-mail already. Sign in instead.',
  set_up_already: () => 'This Cloud PA is set up already. Sign in, or ask for an invitation.',
  member_already: ({ email }) => `${email} is on the team already.`,
  no_members: () => 'Nobody in this business can send invitations yet.',
  last_owner: () => 'A business needs an owner. Make someone else owner first.',
  too_many_orgs: ({ maximum }) => `You own ${maximum} businesses already. That’s the limit.`,
  client_id_used: () => 'This clientId was used for another message. Choose a new one.',
  scheduled_left: () => 'It’s already on its way, so it can’t be cancelled.',
  perhaps_sent: () =>
    'This may have gone out already: another message was sent from outside Cloud PA around that time. Check the conversation, then cancel it or send it now.',
  too_many_scheduled: ({ maximum }) =>
    `${maximum} messages are already waiting to be sent here. Send or cancel one first.`,
  labels_full: ({ maximum }) => `A conversation can have up to ${maximum} labels. Remove one first.`,
  label_exists: ({ name }) => `There’s a label “${name}” already.`,
  too_many_labels: ({ maximum }) => `You already have ${maximum} labels. Delete one nobody needs.`,
  too_many_quick_replies: ({ maximum }) =>
    `You already have ${maximum} quick replies. Delete one nobody needs.`,
  too_many_views: ({ maximum }) => `You already have ${maximum} views. Delete one nobody needs.`,
  shortcut_taken: ({ shortcut }) => `There’s a quick reply /${shortcut} already. Choose another shortcut.`,
  org_switched: () =>
    'The session has switched to another business than the one in X-Org-Id, so nothing was done.',
  merge_same_number: ({ number }) =>
    `Both have a conversation on ${number}, each with a different phone, so they can’t be merged.`,
  merge_too_much: ({ characters, fields }) =>
    `Together they’re too long for one contact: up to ${characters} characters of About text and ${fields} fields. Shorten one first.`,
  changed_meanwhile: () => 'Someone else has just changed this. Check it and try again.',
  merge_changed: () => 'Someone has changed this contact since, so the merge can’t be undone.',
  opted_out: () =>
    'They asked not to get messages, so they get no automatic ones. You can still write to them yourself.',
  merge_wrote: () => 'They’ve written since, so the merge can’t be undone.',
  template_elsewhere: () =>
    'This template belongs to another Twilio account. Choose one that goes with this number.',
  template_unknown_kind: () => 'This kind of template can’t be sent from here. Choose another one.',
  template_unsubmitted: () =>
    'WhatsApp hasn’t been asked to approve this template. Until they write, only approved ones get through.',
  template_pending: () => 'WhatsApp is still reviewing this template. Choose another one, or wait a little.',
  template_rejected: () => 'WhatsApp rejected this template. Choose another one.',
  template_paused: () => 'WhatsApp has paused this template after negative feedback. Choose another one.',
  template_disabled: () => 'WhatsApp has switched this template off. Choose another one.',
  template_needs_window: () =>
    'A list can only be sent within 24 hours of the customer’s last message. Choose another template until they write.',
  template_refused: ({ says }) => `Twilio refused this template. It said: ${says}`,
  conversation_elsewhere: ({ number }) =>
    `You already talk to this contact on another of their numbers, ${number}. Write to them there.`,
  no_auth_token: () => 'This number has no Auth Token. Paste it under Settings, Numbers.',
  twilio_refused: ({ says }) =>
    `Twilio rejected this account. Check its Account SID and Auth Token under Settings, Numbers. Twilio said: ${says}`,
  too_many_unproven: ({ maximum }) =>
    `${maximum} numbers here aren’t checked yet. Check or remove some of them first.`,
  added_already: () => 'You’ve added this number already.',
  held_elsewhere: ({ number }) =>
    `${number} is connected to another business here, with the same Twilio account. Remove it there first.`,
  claimed_meanwhile: () => 'Another business here connected this number first.',
  storage_full: ({ files, megabytes }) => `Storage is full. The limit is ${files} files and ${megabytes} MB.`,
  window_over: () =>
    'It’s been over 24 hours since they wrote. WhatsApp only accepts a template until they write again.',
  never_wrote: () => 'They haven’t written to you yet, so WhatsApp only accepts a template.',
  number_off: () => 'This number is paused. Turn it on in Settings to send from it.',
  number_unproven: () => 'This number isn’t checked yet. Check it under Settings, Numbers first.',
  number_removed: () => 'This number was removed in Settings.',

  body_too_large: ({ kilobytes }) => `A request body can have up to ${kilobytes} kB.`,
  file_too_large: ({ megabytes }) =>
    `WhatsApp allows up to ${megabytes} MB for this kind of file. Choose a smaller one.`,
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

  our_fault: () => 'Something went wrong on our side and nothing was changed. Try again.',
  no_database: () => 'Can’t reach the database. Try again in a moment.',
  starting: () => 'Starting, and waiting for the database. Try again in a moment.',
  not_ready: () => 'Not ready yet.',
  too_many_ask: () => 'Too many requests at once. Try again in a moment.',
  too_much_arrives: () => 'A lot is arriving at once. Try again in a moment.',
  no_transcoder: () =>
    'Voice messages can’t be recorded here yet. Ask whoever runs this Cloud PA to install ffmpeg.',
  session_unchecked: () => 'Couldn’t check the session. Try again in a moment.',
  account_not_made: () => 'Couldn’t create the account. Try again in a moment.',
  twilio_trouble: ({ says }) => `Twilio isn’t responding properly. Try again in a moment. It said: ${says}`,
  token_unopened: () => 'Couldn’t check the signature just now. Try again in a moment.',
  token_sealed: ({ key }) =>
    `This number’s Auth Token is encrypted with the key “${key}”, which this server doesn’t have. ` +
    'Paste the token again in Settings, or add that key to ENCRYPTION_KEYS.',
}

export function sayError<R extends ErrorReason>(reason: R, params: ReasonParams<R>): string {
  return sentences[reason](params)
}

/** Whether this version can say an error's reason: a newer server may have others. */
export function knowsReason(reason: unknown): reason is ErrorReason {
  return typeof reason === 'string' && Object.hasOwn(sentences, reason)
}

/** Why a message failed, by kind (failures.ts): a sentence, and what to do. */
const failures: Record<FailureKind, string> = {
  number_off: 'This number is paused. Turn it on in Settings to send from it.',
  number_removed: 'This number was removed in Settings.',
  token_sealed:
    'This number’s Auth Token can’t be decrypted. Paste it again in Settings, or check ENCRYPTION_KEYS.',
  no_auth_token: 'This number has no Auth Token. Paste it under Settings, Numbers.',
  no_public_address: 'Twilio can’t fetch files from here. Set PUBLIC_BASE_URL to an address it can reach.',
  file_gone: 'This message’s file is no longer here. Attach it again.',
  unconfirmed: 'Twilio never confirmed this message. Check with them before sending it again.',
  unreachable: 'Couldn’t reach Twilio. Try again in a moment.',
  unknown: 'Not delivered, no reason given.',
  opted_out_since: 'They opted out before this left, so it wasn’t sent. You can still send it yourself.',
  window_closed: 'It’s been over 24 hours since they wrote, so WhatsApp only accepts a template.',
  not_joined:
    'They haven’t joined your sandbox, or did over three days ago. Ask them to send the join words again.',
  not_on_whatsapp: 'This number isn’t on WhatsApp.',
  number_wrong: 'This doesn’t look like a real number. Check it for typos.',
  landline: 'That phone can’t receive messages. Ask for a mobile number.',
  phone_off: 'Their phone can’t be reached right now. Try again later.',
  unverified: 'Your Twilio account is a trial: it can only message numbers verified in Twilio’s console.',
  same_number: 'A number can’t message itself. Check their number.',
  opted_out:
    'They’ve opted out (STOP), so WhatsApp doesn’t deliver to them. Only they can undo it, by writing START.',
  blocked: 'They’ve blocked your number, so nothing reaches them. Reach them another way.',
  no_marketing: 'They’ve turned off marketing messages from you.',
  held_back: 'WhatsApp isn’t delivering this kind of message to them right now. Wait until they write.',
  region:
    'Your Twilio account isn’t allowed to send to this country. Allow it under Geo permissions in Twilio’s console.',
  no_route: 'Twilio can’t reach them from this number. Send from another one.',
  other_channel: 'This isn’t a WhatsApp address. Check their number.',
  filtered: 'This was blocked as spam. Reword it and send it again.',
  policy: 'WhatsApp refused this because it breaks its policy. Reword it before sending it again.',
  content: 'WhatsApp doesn’t accept this content. Send something else.',
  too_long: 'Too long. WhatsApp takes up to 1,600 characters. Shorten it.',
  empty: 'This message was empty. Write something first.',
  template_missing: 'This template doesn’t exist in this language. Choose another one.',
  template_rejected: 'WhatsApp rejected this template. Choose another one.',
  template_paused: 'WhatsApp paused this template after negative feedback. Choose another one.',
  template_disabled: 'WhatsApp turned this template off for good. Choose another one.',
  template_variables: 'This template’s variables aren’t filled in the way it needs. Fill them in again.',
  template_unloaded: 'Their phone couldn’t load this template. Try again in a moment.',
  template_sample: 'WhatsApp couldn’t open this template’s sample file. Replace it in Twilio’s console.',
  template_approved: 'WhatsApp approved this template only after you sent it. Send it again.',
  file_large: 'This file is too large for WhatsApp. Choose a smaller one.',
  file_type: 'WhatsApp doesn’t accept this type of file. Choose another one.',
  file_unfetched: 'WhatsApp couldn’t fetch the file. Try again in a moment.',
  file_trouble: 'WhatsApp couldn’t store the file. Try again in a moment.',
  too_fast: 'That’s faster than WhatsApp allows. Try again in a moment.',
  crowded: 'Too many messages are waiting at Twilio. Try again later.',
  daily_limit: 'Your Twilio account reached its daily limit. Try again tomorrow.',
  daily_share: 'Most of today’s US limit is used up. Send less, or try again tomorrow.',
  slow_down: 'You’re sending more than people want. Wait for their answers before sending more.',
  trouble: 'Twilio had a problem. Try again in a moment.',
  credentials: 'Twilio refused this number’s credentials. Check the Account SID and Auth Token in Settings.',
  account_unknown: 'Twilio doesn’t know this account. Check the Account SID in Settings.',
  suspended: 'Twilio suspended your account. See why in Twilio’s console.',
  sender_unknown: 'This number isn’t a WhatsApp sender of your Twilio account. Check it in Settings.',
  sender_refused: 'WhatsApp isn’t letting your account send. Check the sender in Twilio’s console.',
  sender_locked: 'Your WhatsApp account is locked. See why in Twilio’s console.',
  service: 'The Messaging Service of this number doesn’t work. Check it in Settings.',
  campaign: 'Texts to the US need a registered, approved campaign. Set one up in Twilio’s console.',
  toll_free: 'This toll-free number isn’t verified yet. See why in Twilio’s console.',
  sender_unregistered:
    'Their country only takes messages from registered senders. Register yours in Twilio’s console.',
  price_cap: 'This costs more than your price limit. Change it in Twilio’s console.',
  links: 'Twilio couldn’t shorten the link: its domain isn’t set up properly. Fix it in Twilio’s console.',
  parameters: 'Twilio refused a setting of this message. Check the service’s settings in Twilio’s console.',
  not_cancelled: 'It was too late to cancel this message.',
  webhook:
    'Twilio couldn’t reach this inbox. Whoever runs it should check its public address (PUBLIC_BASE_URL).',
  channel_other: 'WhatsApp refused this message.',
  other: 'Twilio didn’t deliver this message.',
}

/** What a kind of failure means, in a sentence. A code whose meaning nobody here knows is told, to be looked up. */
export function sayFailure(kind: FailureKind, code: string): string {
  const isVague = kind === 'other' || kind === 'channel_other'
  return isVague ? `${failures[kind]} See ${twilioPageOf(code)}.` : failures[kind]
}

/** Where Twilio says what one of its codes means. */
const twilioPageOf = (code: string) => `https://www.twilio.com/docs/api/errors/${code}`
