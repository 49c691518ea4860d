import { createHash } from 'node:crypto'
import type { Approval, ApprovalStatus, Template, TemplateCategory, TemplateTypes } from './model.js'

const dayMs = 24 * 60 * 60 * 1000

/** What a fresh account has written already: one template for each thing that WhatsApp may think of it. */
export function builtInTemplates(accountSid: string, nowMs: number): Template[] {
  return written.map(({ name, types, variables, approval }, index) => {
    const atMs = nowMs - (written.length - index) * dayMs
    return {
      // The same account has the same ones after every start.
      sid: `HX${createHash('sha256').update(`${accountSid}/${name}`).digest('hex').slice(0, 32)}`,
      accountSid,
      friendlyName: name,
      language: 'en',
      variables,
      types: structuredClone(types),
      approval: approval === null ? null : { name, ...approval },
      createdAtMs: atMs,
      updatedAtMs: atMs,
    }
  })
}

interface Written {
  name: string
  types: TemplateTypes
  variables: Record<string, string>
  approval: Omit<Approval, 'name'> | null
}

const thought = (category: TemplateCategory, status: ApprovalStatus, rejectionReason = '') => ({
  category,
  status,
  rejectionReason,
})
const text = (body: string): TemplateTypes => ({ 'twilio/text': { body } })

const written: Written[] = [
  {
    name: 'appointment_reminder',
    types: text('Hi {{1}}, this is a reminder of your appointment on {{2}}. Just reply here to move it.'),
    variables: { 1: 'Maria', 2: 'Thursday at 10:00' },
    approval: thought('UTILITY', 'approved'),
  },
  {
    name: 'appointment_check',
    types: {
      'twilio/quick-reply': {
        body: 'Hi {{1}}, does {{2}} still suit you?',
        actions: [
          { type: 'QUICK_REPLY', title: 'Yes, see you then', id: 'confirm' },
          { type: 'QUICK_REPLY', title: 'Another time', id: 'move' },
        ],
      },
    },
    variables: { 1: 'Maria', 2: 'Thursday at 10:00' },
    approval: thought('UTILITY', 'approved'),
  },
  {
    name: 'order_update',
    types: text('Hello {{1}}, your order {{2}} is ready. You can pick it up any day until 6 pm.'),
    variables: { 1: 'Jonas', 2: '2041' },
    approval: thought('UTILITY', 'approved'),
  },
  {
    name: 'spring_offer',
    types: text('Hello {{1}}, the first session is 20% off until Sunday. Shall I keep a place for you?'),
    variables: { 1: 'Amina' },
    approval: thought('MARKETING', 'pending'),
  },
  {
    name: 'last_chance',
    types: text('Last chance, {{1}}! Everything must go, only today.'),
    variables: { 1: 'Tom' },
    approval: thought(
      'UTILITY',
      'rejected',
      'TAG_CONTENT_MISMATCH: it was submitted as utility, but it promotes an offer.',
    ),
  },
  {
    name: 'ask_for_review',
    types: text('Hi {{1}}, thank you for coming. Would you tell others how it was?'),
    variables: { 1: 'Mei' },
    approval: thought('MARKETING', 'paused'),
  },
  {
    // WhatsApp shows lists in an open conversation alone, so that nobody submits one.
    name: 'pick_a_time',
    types: {
      'twilio/list-picker': {
        body: 'When would you like to come, {{1}}?',
        button: 'See times',
        items: [
          { id: 'thu-10', item: 'Thursday, 10:00', description: 'In the studio' },
          { id: 'thu-15', item: 'Thursday, 15:00', description: 'In the studio' },
          { id: 'sat-11', item: 'Saturday, 11:00', description: 'Online' },
        ],
      },
    },
    variables: { 1: 'Priya' },
    approval: null,
  },
]
