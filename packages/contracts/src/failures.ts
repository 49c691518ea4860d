/** What somebody can do next about a message that failed. */
type FailureStep =
  /** Send a template instead. */
  | 'template'
  /** Have the customer join the sandbox again. */
  | 'join'
  /** Send the same again. */
  | 'retry'
  /** Nothing but wait. */
  | 'wait'
  /** Look at the number under Settings. */
  | 'number'
  /** Look at the customer's own number. */
  | 'contact'
  | 'shorten'
  /** Choose another file. */
  | 'file'
  /** Mend it in Twilio's console. */
  | 'console'
  | 'none'

interface Consequence {
  step: FailureStep
  /** Whether the same text can get through later: what doesn't pass is never sent again by itself. */
  passes?: true
}

/** Every kind of failure, with the next step. */
const kinds = {
  // Our own.
  number_off: { step: 'number' },
  number_removed: { step: 'number' },
  token_sealed: { step: 'number' },
  no_auth_token: { step: 'number' },
  no_public_address: { step: 'none' },
  file_gone: { step: 'file' },
  unconfirmed: { step: 'retry', passes: true },
  unreachable: { step: 'retry', passes: true },
  unknown: { step: 'retry', passes: true },
  /** What would have gone out by itself: whether it does after all is a member's to decide. */
  opted_out_since: { step: 'retry' },

  // Whom it goes to.
  window_closed: { step: 'template' },
  not_joined: { step: 'join' },
  not_on_whatsapp: { step: 'contact' },
  number_wrong: { step: 'contact' },
  landline: { step: 'contact' },
  phone_off: { step: 'retry', passes: true },
  unverified: { step: 'console' },
  same_number: { step: 'contact' },
  opted_out: { step: 'none' },
  blocked: { step: 'none' },
  no_marketing: { step: 'none' },
  held_back: { step: 'wait' },
  region: { step: 'console' },
  no_route: { step: 'number' },
  other_channel: { step: 'contact' },

  // What it says.
  filtered: { step: 'none' },
  policy: { step: 'none' },
  content: { step: 'none' },
  too_long: { step: 'shorten' },
  empty: { step: 'none' },
  template_missing: { step: 'template' },
  template_rejected: { step: 'template' },
  template_paused: { step: 'template' },
  template_disabled: { step: 'template' },
  template_variables: { step: 'template' },
  template_unloaded: { step: 'retry', passes: true },
  template_sample: { step: 'console' },
  template_approved: { step: 'template' },
  file_large: { step: 'file' },
  file_type: { step: 'file' },
  file_unfetched: { step: 'retry', passes: true },
  file_trouble: { step: 'retry', passes: true },

  // How fast, and what is down.
  too_fast: { step: 'wait', passes: true },
  crowded: { step: 'wait', passes: true },
  daily_limit: { step: 'wait', passes: true },
  daily_share: { step: 'wait', passes: true },
  slow_down: { step: 'wait' },
  trouble: { step: 'retry', passes: true },

  // Who sends it.
  credentials: { step: 'number' },
  account_unknown: { step: 'number' },
  suspended: { step: 'console' },
  sender_unknown: { step: 'number' },
  sender_refused: { step: 'console' },
  sender_locked: { step: 'console' },
  service: { step: 'number' },
  campaign: { step: 'console' },
  toll_free: { step: 'console' },
  sender_unregistered: { step: 'console' },
  price_cap: { step: 'console' },
  links: { step: 'console' },
  parameters: { step: 'console' },
  not_cancelled: { step: 'none' },
  webhook: { step: 'none' },

  // A code that is not here.
  channel_other: { step: 'console' },
  other: { step: 'console' },
} as const satisfies Record<string, Consequence>

export type FailureKind = keyof typeof kinds

/** Twilio's codes (https://www.twilio.com/docs/api/errors), by what follows from them. */
const codes: Partial<Record<FailureKind, number[]>> = {
  window_closed: [63016],
  not_joined: [63015],
  not_on_whatsapp: [63003, 63024],
  number_wrong: [21211, 21217, 21604, 30005, 30014],
  landline: [21614, 30006, 30011],
  phone_off: [30003],
  unverified: [21608],
  same_number: [21266, 63031],
  opted_out: [21610],
  blocked: [30004, 63014],
  no_marketing: [63033],
  held_back: [63032, 63049],
  region: [21408],
  no_route: [21612],
  other_channel: [30015, 30016, 63035, 63036],

  filtered: [30007, 30450, 63026],
  policy: [63013],
  content: [63005, 63006, 63021, 63030],
  too_long: [21605, 21617],
  empty: [21602, 21619],
  template_missing: [21655, 63027],
  template_rejected: [63040],
  template_paused: [63041],
  template_disabled: [63042],
  template_variables: [21656, 63028],
  template_unloaded: [63029],
  template_sample: [63043, 63044, 63045, 63047],
  template_approved: [63046],
  file_large: [11751, 21623, 30019, 63034],
  file_type: [12300, 21620],
  file_unfetched: [63019],
  file_trouble: [63025, 63037],

  too_fast: [14107, 20429, 30022, 63017, 63018],
  crowded: [21611, 30001, 30017],
  daily_limit: [30023, 30027, 63038],
  daily_share: [30025, 30026],
  slow_down: [63039],
  trouble: [20500, 20503, 20504, 30009, 30020, 30021, 30410, 63009, 63010, 63011, 63012, 63023],
  unknown: [30008],

  credentials: [20003],
  account_unknown: [20404],
  suspended: [20005, 30002],
  sender_unknown: [21212, 21603, 21606, 21659, 21660, 63002, 63007],
  sender_refused: [63001, 63008, 63020, 63022],
  sender_locked: [63051, 63112],
  service: [21701, 21703, 21704, 21705],
  campaign: [30033, 30034, 30035, 30125],
  toll_free: [30032],
  sender_unregistered: [30018, 30024],
  price_cap: [30010],
  not_cancelled: [30409],
  parameters: [30012, 30013, 30028, 30029, 30030, 30031, 30113, 30114, 30115, 30400, 30404, 30436],
  webhook: [11200, 11205, 11210, 11215, 11220, 11235, 11237, 21609],
}

/** Where Twilio's numbers themselves say what they are about. */
const ranges: [from: number, to: number, kind: FailureKind][] = [
  [30100, 30139, 'links'],
  [30440, 30459, 'toll_free'],
  [30795, 30799, 'campaign'],
  [30880, 30909, 'campaign'],
  [63000, 63999, 'channel_other'],
]

const byCode = new Map(
  Object.entries(codes).flatMap(([kind, numbers]) =>
    numbers.map((code) => [String(code), kind as FailureKind] as const),
  ),
)

/**
 * What kind of failure a code means.
 * @param code Twilio's error code as text, or a word of our own
 */
export function kindOfFailure(code: string): FailureKind {
  if (Object.hasOwn(kinds, code)) return code as FailureKind
  const number = /^\d{1,9}$/.test(code) ? Number(code) : Number.NaN
  return byCode.get(code) ?? ranges.find(([from, to]) => number >= from && number <= to)?.[2] ?? 'other'
}

/** Whether the same text can get through later, and what somebody can do next. */
export function consequenceOf(kind: FailureKind): { step: FailureStep; passes: boolean } {
  return { passes: false, ...kinds[kind] }
}

export const failureKinds = Object.keys(kinds) as FailureKind[]

/** What Twilio took and then gave up because too much was under way: it was not delivered, and can be sent again. */
export const resentCodes = ['20429', '30001', '30022', '63017', '63018']

/** With these, Twilio lets the whole account send nothing until somebody mends it. */
export const accountCodes = ['20003', '20404', '20005']
