import type { Template, TemplateState } from '@cloudpa/contracts/templates'
import { AppError } from '../platform/app-error.js'

/** What may go out without WhatsApp's approval while the customer's window is open. */
const ofTheWindow: Template['kind'][] = [
  'text',
  'media',
  'quick_reply',
  'call_to_action',
  'list_picker',
  'card',
]

const reasons = {
  unsubmitted: 'template_unsubmitted',
  received: 'template_pending',
  pending: 'template_pending',
  rejected: 'template_rejected',
  paused: 'template_paused',
  disabled: 'template_disabled',
} as const satisfies Record<Exclude<TemplateState, 'approved'>, string>

/**
 * Refuses a template that WhatsApp would not deliver (https://www.twilio.com/docs/api/errors/63016).
 * @param isOpen whether the customer wrote within the last 24 hours
 * @throws {AppError} template_unknown_kind, template_needs_window, or why it is not approved
 */
export function refuseTemplate({ kind, state }: Pick<Template, 'kind' | 'state'>, isOpen: boolean): void {
  if (kind === 'other') throw new AppError('template_unknown_kind')
  if (kind === 'list_picker' && !isOpen) throw new AppError('template_needs_window')
  if (state === 'approved') return
  if (state === 'unsubmitted' && isOpen && ofTheWindow.includes(kind)) return
  throw new AppError(reasons[state])
}
