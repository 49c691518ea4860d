import { z } from 'zod'
import { ApiKeyScope } from './orgs.js'

/** Every way a request can fail, with the HTTP status it is answered with. */
export const errorStatus = {
  invalid_request: 400,
  invalid_signature: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  already_claimed: 409,
  window_closed: 409,
  account_inactive: 409,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

/** One fault of what was sent. */
const InputIssue = z.object({
  /** Which field, e.g. `items.0.name`; empty for the whole. */
  path: z.string(),
  /** Zod's name for what is wrong, e.g. `too_big`. */
  code: z.string(),
  message: z.string(),
  /** What a length or a number may be, where that is the trouble. */
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})
export type InputIssue = z.infer<typeof InputIssue>

function of<C extends ErrorCode, P extends z.ZodRawShape>(code: C, params: P = {} as P) {
  return { code, params: z.object(params) }
}

/**
 * The closed list of what can be wrong in full, each with its code and with what its sentence (english.ts) has to be
 * told. The reason and these stand in an error's `params`. They are a contract with clients of other versions: a field
 * may be added to one, and what means something else is another reason.
 */
export const errorReasons = {
  input: of('invalid_request', { issues: z.array(InputIssue) }),
  cursor: of('invalid_request'),
  recipient_unreadable: of('invalid_request'),
  number_unreadable: of('invalid_request'),
  token_needed: of('invalid_request'),
  not_an_email: of('invalid_request'),
  snooze_past: of('invalid_request'),
  snooze_too_far: of('invalid_request'),
  send_past: of('invalid_request'),
  send_too_far: of('invalid_request'),
  csv_encoding: of('invalid_request'),
  csv_quote: of('invalid_request', { line: z.number() }),
  csv_no_numbers: of('invalid_request'),
  csv_too_long: of('invalid_request', { maximum: z.number() }),
  merge_self: of('invalid_request'),
  not_an_invitation: of('invalid_request'),
  not_our_link: of('invalid_request'),
  link_spent: of('invalid_request'),
  password_too_short: of('invalid_request', { minimum: z.number() }),
  password_too_long: of('invalid_request', { maximum: z.number() }),
  not_http: of('invalid_request'),
  headers_too_large: of('invalid_request', { kilobytes: z.number() }),
  address_unreadable: of('invalid_request'),
  request_too_slow: of('invalid_request'),
  body_incomplete: of('invalid_request'),
  json_too_deep: of('invalid_request', { levels: z.number() }),
  not_a_form: of('invalid_request'),
  too_many_fields: of('invalid_request', { maximum: z.number() }),
  file_needed: of('invalid_request'),
  file_empty: of('invalid_request'),
  file_not_taken: of('invalid_request', { contentType: z.string() }),
  file_other_kind: of('invalid_request', { kind: z.string() }),
  recording_unreadable: of('invalid_request'),
  recording_too_long: of('invalid_request', { minutes: z.number() }),
  which_number: of('invalid_request'),
  template_value_missing: of('invalid_request', { name: z.string() }),
  template_value_unsendable: of('invalid_request', { name: z.string() }),
  template_too_long: of('invalid_request'),
  template_variable_place: of('invalid_request', { name: z.string() }),
  /** The words of a library that the API is made with. Such a refusal may have any code. */
  other: of('invalid_request', { says: z.string() }),
  signature: of('invalid_signature'),

  sign_in: of('unauthorized'),
  wrong_password: of('unauthorized'),
  account_gone: of('unauthorized'),
  api_key_unknown: of('unauthorized'),

  foreign_page: of('forbidden'),
  admins_only: of('forbidden'),
  owners_only: of('forbidden'),
  owners_make_owners: of('forbidden'),
  authors_only: of('forbidden'),
  people_only: of('forbidden'),
  no_person: of('forbidden'),
  keys_manage_members: of('forbidden'),
  key_scope: of('forbidden', { scope: ApiKeyScope, needed: ApiKeyScope }),
  set_up_link: of('forbidden'),
  set_up_first: of('forbidden'),
  invited_only: of('forbidden'),

  nothing_here: of('not_found'),
  nobody_here: of('not_found', { email: z.string() }),
  file_gone: of('not_found'),
  template_gone: of('not_found'),

  account_exists: of('conflict'),
  set_up_already: of('conflict'),
  member_already: of('conflict', { email: z.string() }),
  no_members: of('conflict'),
  last_owner: of('conflict'),
  too_many_orgs: of('conflict', { maximum: z.number() }),
  client_id_used: of('conflict'),
  scheduled_left: of('conflict'),
  /** Only of what would have gone out by itself. */
  perhaps_sent: of('conflict'),
  too_many_scheduled: of('conflict', { maximum: z.number() }),
  labels_full: of('conflict', { maximum: z.number() }),
  label_exists: of('conflict', { name: z.string() }),
  too_many_labels: of('conflict', { maximum: z.number() }),
  too_many_quick_replies: of('conflict', { maximum: z.number() }),
  too_many_views: of('conflict', { maximum: z.number() }),
  shortcut_taken: of('conflict', { shortcut: z.string() }),
  org_switched: of('conflict'),
  changed_meanwhile: of('conflict'),
  merge_same_number: of('conflict', { number: z.string() }),
  merge_too_much: of('conflict', { characters: z.number(), fields: z.number() }),
  merge_changed: of('conflict'),
  merge_wrote: of('conflict'),
  template_elsewhere: of('conflict'),
  template_unknown_kind: of('conflict'),
  template_unsubmitted: of('conflict'),
  template_pending: of('conflict'),
  template_rejected: of('conflict'),
  template_paused: of('conflict'),
  template_disabled: of('conflict'),
  template_needs_window: of('conflict'),
  template_refused: of('conflict', { says: z.string() }),
  conversation_elsewhere: of('conflict', { number: z.string() }),
  no_auth_token: of('conflict'),
  twilio_refused: of('conflict', { says: z.string() }),
  too_many_unproven: of('conflict', { maximum: z.number() }),
  added_already: of('already_claimed'),
  held_elsewhere: of('already_claimed', { number: z.string() }),
  claimed_meanwhile: of('already_claimed'),
  storage_full: of('conflict', { files: z.number(), megabytes: z.number() }),
  window_over: of('window_closed'),
  never_wrote: of('window_closed'),
  /** Only of what would have gone out by itself. */
  opted_out: of('conflict'),
  number_off: of('account_inactive'),
  number_unproven: of('account_inactive'),
  number_removed: of('account_inactive'),

  body_too_large: of('payload_too_large', { kilobytes: z.number() }),
  file_too_large: of('payload_too_large', { megabytes: z.number() }),
  wrong_passwords: of('rate_limited', { seconds: z.number() }),
  invited_often: of('rate_limited', { email: z.string(), minutes: z.number() }),
  mailed_often: of('rate_limited', { minutes: z.number() }),
  too_many_streams: of('rate_limited', { maximum: z.number() }),
  presence_often: of('rate_limited'),

  our_fault: of('internal'),
  no_database: of('unavailable'),
  starting: of('unavailable'),
  not_ready: of('unavailable'),
  too_many_ask: of('unavailable'),
  too_much_arrives: of('unavailable'),
  no_transcoder: of('unavailable'),
  twilio_trouble: of('unavailable', { says: z.string() }),
  session_unchecked: of('unavailable'),
  account_not_made: of('unavailable'),
  token_unopened: of('unavailable'),
  token_sealed: of('unavailable', { key: z.string() }),
} as const

export type ErrorReason = keyof typeof errorReasons
export type ReasonParams<R extends ErrorReason> = z.infer<(typeof errorReasons)[R]['params']>

/** The message of an error is the English sentence that its params give. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string(),
      /** A sentence for a person, saying what to do. */
      message: z.string(),
      params: z.looseObject({ reason: z.string() }).optional(),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorBody = z.infer<typeof ErrorBody>
