import { filesOf } from '@cloudpa/contracts/files-of'
import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { expect } from 'vitest'

/** What a customer's form became, and how it was answered. */
export interface Outcome {
  status: number
  messages: Message[]
  conversations: ConversationPage['items']
  /** Of the number the form was for. */
  chatAccountId: string
  externalPhoneId: string
  /** Where the last message's files are, which nobody is told. */
  mediaUrls: string[]
  /** The `authorization` of each request for the media whose address the form held; undefined for one without. */
  mediaRequests: (string | undefined)[]
}

type Check = (outcome: Outcome, wanted: never) => void

const messageOf = ({ messages }: Outcome): Message => {
  expect(messages).not.toEqual([])
  return messages.at(-1) as Message
}
const buttonOf = (outcome: Outcome) => {
  const { content } = messageOf(outcome)
  return content.kind === 'button' ? content : undefined
}
const contactOf = ({ conversations }: Outcome) => conversations[0]?.contact

/** What each word of an expectation means. */
const checks: Record<string, Check> = {
  http: ({ status }, wanted) => {
    expect(wanted).toBe('4xx')
    expect(Math.floor(status / 100)).toBe(4)
  },
  stored: ({ messages }, wanted: number | string) => {
    if (wanted === '0 or 1') expect(messages.length).toBeLessThan(2)
    else expect(messages).toHaveLength(wanted as number)
  },
  // That the API goes on answering is asked after every form.
  no_crash: ({ status }) => expect(status).toBeLessThan(500),
  kind: (outcome, wanted) => expect(messageOf(outcome).content.kind).toBe(wanted),
  content: (outcome, wanted) => expect(messageOf(outcome).content).toMatchObject(wanted),
  referral: (outcome, wanted) =>
    wanted === null
      ? expect(messageOf(outcome).referral).toBeNull()
      : expect(messageOf(outcome).referral).toMatchObject(wanted),
  often_forwarded: (outcome, wanted) => expect(messageOf(outcome).oftenForwarded).toBe(wanted),
  text: (outcome, wanted) => expect(messageOf(outcome).content.body).toBe(wanted),
  text_if_accepted: ({ messages }, wanted) => {
    for (const { content } of messages) expect(content.body).toBe(wanted)
  },
  text_length: (outcome, wanted) => expect(messageOf(outcome).content.body).toHaveLength(wanted),
  sid: (outcome, wanted) => expect(messageOf(outcome).sid).toBe(wanted),
  media_types: (outcome, wanted) =>
    expect(filesOf(messageOf(outcome).content).map(({ contentType }) => contentType)).toEqual(wanted),
  media_count: (outcome, wanted) => {
    expect(filesOf(messageOf(outcome).content)).toHaveLength(wanted)
  },
  media: (outcome, wanted) => expect(outcome.mediaUrls.map((url) => url.split('/').at(-1))).toEqual(wanted),
  fetched: ({ mediaRequests }, wanted) => expect(mediaRequests.length > 0).toBe(wanted),
  credentials_sent: ({ mediaRequests }, wanted) =>
    expect(mediaRequests.some((authorization) => authorization !== undefined)).toBe(wanted),
  location: (outcome, wanted: Record<string, unknown> | null) => {
    const { content } = messageOf(outcome)
    if (wanted === null) return expect(content.kind).not.toBe('location')
    const { lat, lng, ...rest } = wanted
    expect(content).toMatchObject({ kind: 'location', latitude: lat, longitude: lng, ...rest })
  },
  button_text: (outcome, wanted) => expect(buttonOf(outcome)?.text ?? null).toBe(wanted),
  button_payload: (outcome, wanted) => expect(buttonOf(outcome)?.payload ?? null).toBe(wanted),
  referral_source_id: (outcome, wanted) => expect(messageOf(outcome).referral?.sourceId ?? null).toBe(wanted),
  forwarded: (outcome, wanted) => expect(messageOf(outcome).forwarded).toBe(wanted),
  reply_to: (outcome, wanted) => expect(messageOf(outcome).replyToSid).toBe(wanted),
  to: ({ conversations, chatAccountId, externalPhoneId }, wanted) => {
    expect(externalPhoneId).toBe(wanted)
    expect(conversations.map((one) => one.chatAccountId)).toEqual([chatAccountId])
  },
  profile: (outcome, wanted) => expect(contactOf(outcome)?.profileName).toBe(wanted),
  from_: (outcome, wanted) =>
    expect([contactOf(outcome)?.phone, contactOf(outcome)?.userId]).toContain(wanted),
  phone: (outcome, wanted) => expect(contactOf(outcome)?.phone).toBe(wanted),
  external_user_id: (outcome, wanted) => expect(contactOf(outcome)?.userId).toBe(wanted),
  same_contact_as: ({ conversations, messages }) => {
    expect(conversations).toHaveLength(1)
    expect(messages).toHaveLength(2)
  },
}

/** @throws when the outcome is another, or the expectation uses a word that means nothing here */
export function expectMessage(outcome: Outcome, expected: Record<string, unknown>): void {
  for (const [word, wanted] of Object.entries(expected)) {
    const check = Object.hasOwn(checks, word) ? checks[word] : undefined
    if (!check) throw new Error(`Nothing here knows what "${word}" expects.`)
    check(outcome, wanted as never)
  }
}
