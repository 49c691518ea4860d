// What errors say, in English, for programs and operators: short and plain, what happened, then what to do.
// No schema is needed to say it, so that a page can take this file alone.
import type { ErrorReason, ReasonParams } from './errors.js'
import type { FailureKind } from './failures.js'

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
  send_past: () => 'That time has passed. Choose a later one, or send it now.',
  send_too_far: () => 'That’s more than a year away. Choose an earlier time.',
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
  file_needed: () => 'Send one file: multipart/form-data with a part named “file”.',
  file_empty: () => 'This file is empty.',
  file_not_taken: ({ contentType }) => `WhatsApp doesn’t take files like this (${contentType}).`,
  file_other_kind: ({ kind }) => `This file can’t be sent as ${kind}. Choose another one.`,
  recording_unreadable: () => 'This recording can’t be played. Record it again.',
  which_number: () => 'chatAccountId: say which of your numbers this is for.',
  template_value_missing: ({ name }) => `Variable ${name} is empty. Fill it in.`,
  template_value_unsendable: ({ name }) =>
    `WhatsApp takes no line break, no tab and at most four spaces in a row in variable ${name}.`,
  template_variable_place: ({ name }) =>
    `Variable ${name} can’t stand at the start, at the end or right beside another one. Put words around it.`,
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
  file_gone: () => 'This file is no longer here. Add it again.',
  template_gone: () => 'This template is no longer at Twilio. Choose another one.',

  account_exists: () => 'There’s an account with this e-mail already. Sign in instead.',
  set_up_already: () => 'This Cloud PA is set up already. Sign in, or ask for an invitation.',
  member_already: ({ email }) => `${email} is on the team already.`,
  no_members: () => 'Nobody in this business can send invitations yet.',
  last_owner: () => 'A business needs an owner. Make someone else owner first.',
  too_many_orgs: ({ maximum }) => `You own ${maximum} businesses already. That’s the limit.`,
  client_id_used: () => 'This clientId was used for another message. Choose a new one.',
  scheduled_left: () => 'It’s already on its way, so it can’t be taken back.',
  perhaps_sent: () =>
    'This may have gone out already: something was sent from elsewhere at its time. Look at the conversation, then cancel it or send it now.',
  too_many_scheduled: ({ maximum }) =>
    `${maximum} messages wait to be sent here already. Send or cancel one first.`,
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
  opted_out: () =>
    'They asked not to be written to, so nothing is sent to them automatically. You can still write yourself.',
  merge_wrote: () => 'They have written since, so it can’t be taken back.',
  template_elsewhere: () =>
    'This template is of another Twilio account than the number. Choose one of the number’s own.',
  template_unknown_kind: () => 'This kind of template can’t be sent from here. Choose another one.',
  template_unsubmitted: () =>
    'WhatsApp hasn’t been asked to approve this template. Until they write, it takes approved ones only.',
  template_pending: () => 'WhatsApp is still looking at this template. Choose another one, or wait for it.',
  template_rejected: () => 'WhatsApp rejected this template. Choose another one.',
  template_paused: () => 'WhatsApp has paused this template after complaints. Choose another one.',
  template_disabled: () => 'WhatsApp has switched this template off. Choose another one.',
  template_needs_window: () =>
    'A list can only be sent within 24 hours of their last message. Choose another template until they write.',
  template_refused: ({ says }) => `Twilio didn’t take this template. It said: ${says}`,
  conversation_elsewhere: ({ number }) =>
    `Your conversation with this contact goes to another number of theirs, ${number}. Write to them there.`,
  no_auth_token: () => 'This number has no Auth Token. Paste it under Settings, Numbers.',
  twilio_refused: ({ says }) =>
    `Twilio won’t let this account in. Check its Account SID and Auth Token under Settings, Numbers. Twilio said: ${says}`,
  too_many_unproven: ({ maximum }) =>
    `${maximum} numbers here aren’t checked yet. Check or remove some of them first.`,
  added_already: () => 'You’ve added this number already.',
  held_elsewhere: ({ number }) =>
    `${number} is connected to another business here, for the same Twilio account. Remove it there first.`,
  claimed_meanwhile: () => 'Another business here connected this number first.',
  storage_full: ({ files, megabytes }) => `Storage is full. The limit is ${files} files and ${megabytes} MB.`,
  window_over: () =>
    'It’s been over 24 hours since they wrote. WhatsApp only accepts a template until they write again.',
  never_wrote: () => 'They haven’t written to you yet, so WhatsApp only accepts a template.',
  number_off: () => 'This number is paused. Turn it on in Settings to send from it.',
  number_unproven: () => 'This number isn’t checked yet. Check it under Settings, Numbers first.',
  number_removed: () => 'This number was removed in Settings.',

  body_too_large: ({ kilobytes }) => `The body of a request holds at most ${kilobytes} kB.`,
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

  our_fault: () => 'Something went wrong on our side. Nothing was changed.',
  no_database: () => 'Can’t reach the database. Try again in a moment.',
  starting: () => 'Starting, and waiting for the database. Try again in a moment.',
  not_ready: () => 'Not ready yet.',
  too_many_ask: () => 'Too many requests at once. Try again in a moment.',
  too_much_arrives: () => 'A lot is arriving at once. Try again in a moment.',
  no_transcoder: () =>
    'Voice messages can’t be recorded here yet. Ask whoever runs this Cloud PA to install ffmpeg.',
  session_unchecked: () => 'Couldn’t check the session. Try again in a moment.',
  account_not_made: () => 'Couldn’t make the account. Try again in a moment.',
  twilio_trouble: ({ says }) => `Twilio is having trouble answering. Try again in a moment. It said: ${says}`,
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

/** Why a message failed, by kind (failures.ts): a sentence, and what to do. */
const failures: Record<FailureKind, string> = {
  number_off: 'This number is paused. Turn it on in Settings to send from it.',
  number_removed: 'This number was removed in Settings.',
  token_sealed:
    'This number’s Auth Token can’t be opened. Paste it again in Settings, or check ENCRYPTION_KEYS.',
  no_auth_token: 'This number has no Auth Token. Paste it under Settings, Numbers.',
  no_public_address: 'Twilio can’t fetch files from here. Set PUBLIC_BASE_URL to an address it can reach.',
  file_gone: 'This message’s file is no longer here.',
  unconfirmed: 'Twilio never said whether it took this message. Ask before sending it again.',
  unreachable: 'Couldn’t reach Twilio. Try again in a moment.',
  unknown: 'Not delivered, no reason given.',
  opted_out_since:
    'They asked not to be written to before this left, so it wasn’t sent. You can still send it yourself.',
  window_closed: 'It’s been over 24 hours since they wrote, so WhatsApp only accepts a template.',
  not_joined:
    'They haven’t joined your sandbox, or did over three days ago. Ask them to send the join words again.',
  not_on_whatsapp: 'This number isn’t on WhatsApp.',
  number_wrong: 'That doesn’t seem to be anybody’s number. Check how it’s written.',
  landline: 'That phone can’t receive messages. Ask for a mobile number.',
  phone_off: 'Their phone can’t be reached right now. Try again later.',
  unverified: 'Your Twilio account is a trial: it only writes to numbers verified in Twilio’s console.',
  same_number: 'A number can’t write to itself.',
  opted_out:
    'They’ve opted out (STOP), so WhatsApp doesn’t deliver to them. Only they can undo it, by writing START.',
  blocked: 'They’ve blocked your number, so nothing reaches them. Reach them another way.',
  no_marketing: 'They don’t take marketing messages from you.',
  held_back: 'WhatsApp isn’t delivering this kind of message to them right now. Wait until they write.',
  region:
    'Your Twilio account may not send to this country. Allow it under Geo permissions in Twilio’s console.',
  no_route: 'Twilio can’t reach them from your number.',
  other_channel: 'This address isn’t one of WhatsApp’s. Check their number.',
  filtered: 'This was taken for spam. Say it in other words.',
  policy: 'WhatsApp refused this: it’s against its policy.',
  content: 'WhatsApp doesn’t accept this content. Say it another way.',
  too_long: 'Too long. WhatsApp takes 1,600 characters: shorten it.',
  empty: 'There was nothing in it. Write something first.',
  template_missing: 'This template doesn’t exist in this language. Choose another one.',
  template_rejected: 'WhatsApp rejected this template. Choose another one.',
  template_paused: 'WhatsApp paused this template: too few liked it. Choose another one.',
  template_disabled: 'WhatsApp turned this template off for good. Choose another one.',
  template_variables: 'The blanks of this template aren’t filled in as it needs. Send it again.',
  template_unloaded: 'Their phone couldn’t load this template. Try again in a moment.',
  template_sample:
    'WhatsApp couldn’t open this template’s sample file. Give it another one in Twilio’s console.',
  template_approved: 'WhatsApp has only now approved this template. Send it again.',
  file_large: 'This file is too large for WhatsApp. Choose a smaller one.',
  file_type: 'WhatsApp doesn’t take files like this. Choose another kind.',
  file_unfetched: 'WhatsApp couldn’t fetch the file. Try again in a moment.',
  file_trouble: 'WhatsApp couldn’t store the file. Try again in a moment.',
  too_fast: 'That’s faster than WhatsApp allows. Try again in a moment.',
  crowded: 'Too many messages are waiting at Twilio. Try again later.',
  daily_limit: 'Your Twilio account reached its daily limit. Try again tomorrow.',
  daily_share: 'Much of today’s limit for the US is used up. Go slowly, or try again tomorrow.',
  slow_down: 'You’re sending more than people asked for. Write less until they answer.',
  trouble: 'Twilio had a problem. Try again in a moment.',
  credentials: 'Twilio refused this number’s credentials. Check the Account SID and Auth Token in Settings.',
  account_unknown: 'Twilio doesn’t know this account. Check the Account SID in Settings.',
  suspended: 'Twilio suspended your account. Look in Twilio’s console.',
  sender_unknown: 'This isn’t a WhatsApp sender of your Twilio account. Check the number in Settings.',
  sender_refused: 'WhatsApp isn’t letting your account send. Check the sender in Twilio’s console.',
  sender_locked: 'Your WhatsApp account is locked. Look in Twilio’s console.',
  service: 'The Messaging Service of this number doesn’t work. Check it in Settings.',
  campaign: 'Texts to the US need a campaign that is registered and approved. See to it in Twilio’s console.',
  toll_free: 'This toll-free number isn’t verified yet. See why in Twilio’s console.',
  sender_unregistered:
    'Their country only takes messages from registered senders. Register yours in Twilio’s console.',
  price_cap: 'This costs more than the highest price you allow. Change it in Twilio’s console.',
  links: 'Twilio couldn’t shorten the link: its domain isn’t set up properly. Fix it in Twilio’s console.',
  parameters: 'Twilio refused a setting of this message. Check the service’s settings in Twilio’s console.',
  not_cancelled: 'It was too late to cancel this message.',
  webhook:
    'Twilio couldn’t reach this inbox. Whoever runs it should check its public address (PUBLIC_BASE_URL).',
  channel_other: 'WhatsApp didn’t take this message.',
  other: 'Twilio didn’t deliver this message.',
}

/** What a kind of failure means, in a sentence. A code whose meaning nobody here knows is told, to be looked up. */
export function sayFailure(kind: FailureKind, code: string): string {
  const isVague = kind === 'other' || kind === 'channel_other'
  return isVague ? `${failures[kind]} ${twilioPageOf(code)} says more.` : failures[kind]
}

/** Where Twilio says what one of its codes means. */
const twilioPageOf = (code: string) => `https://www.twilio.com/docs/api/errors/${code}`
