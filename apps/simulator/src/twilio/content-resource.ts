import type { Template } from '../model.js'
import { shownType } from '../templates.js'

/** Where a Content resource is, for whoever is at Twilio. */
export function contentAddress(sid: string): string {
  return `https://content.twilio.com/v1/Content/${sid}`
}

/** content.v1.content of twilio-oai. */
export function contentResource(template: Template): Record<string, unknown> {
  const address = contentAddress(template.sid)
  return {
    ...bothLists(template),
    url: address,
    links: {
      approval_create: `${address}/ApprovalRequests/whatsapp`,
      approval_fetch: `${address}/ApprovalRequests`,
    },
  }
}

/** content.v1.content_and_approvals of twilio-oai. */
export function contentWithApproval(template: Template): Record<string, unknown> {
  return { ...bothLists(template), approval_requests: approvalOf(template) }
}

/** content.v1.content.approval_create of twilio-oai; Twilio says so much too of what was never submitted. */
export function approvalOf(template: Template): Record<string, unknown> {
  const { approval } = template
  return {
    name: approval?.name ?? '',
    category: approval?.category ?? '',
    content_type: approval === null ? '' : shownType(template),
    status: approval?.status ?? 'unsubmitted',
    rejection_reason: approval?.rejectionReason ?? '',
    allow_category_change: true,
  }
}

function bothLists(template: Template): Record<string, unknown> {
  return {
    date_created: iso(template.createdAtMs),
    date_updated: iso(template.updatedAtMs),
    sid: template.sid,
    account_sid: template.accountSid,
    friendly_name: template.friendlyName,
    language: template.language,
    variables: template.variables,
    types: template.types,
  }
}

/** As every API but the oldest writes a date. */
export function iso(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`
}
