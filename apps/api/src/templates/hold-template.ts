import type { TemplateContent } from '@cloudpa/contracts/content'
import type { TemplateToSend } from '@cloudpa/contracts/templates'
import type { ChatAccount, Template as TemplateRow, Tx } from '@cloudpa/db'
import type { z } from 'zod'
import { AppError } from '../platform/app-error.js'
import { fillTemplate } from './fill-template.js'
import { refuseTemplate } from './refuse-template.js'
import { presentTemplate } from './template-rows.js'

/** @throws {AppError} template_gone */
export async function findTemplate(tx: Tx, orgId: string, id: string): Promise<TemplateRow> {
  const row = await tx.template.findUnique({ where: { id_orgId: { orgId, id } } })
  if (!row) throw new AppError('template_gone')
  return row
}

/**
 * A template as a customer is to see it.
 * @param isOpen whether they wrote within the last 24 hours
 * @throws {AppError} template_gone, template_elsewhere, why it can't be sent, or which variable can't be filled
 */
export async function holdTemplate(
  tx: Tx,
  { orgId, accountSid }: Pick<ChatAccount, 'orgId' | 'accountSid'>,
  { templateId, values }: z.infer<typeof TemplateToSend>,
  isOpen: boolean,
): Promise<TemplateContent> {
  const row = await findTemplate(tx, orgId, templateId)
  if (row.accountSid !== accountSid) throw new AppError('template_elsewhere')
  const template = presentTemplate(row)
  refuseTemplate(template, isOpen)
  return fillTemplate(template, values)
}
