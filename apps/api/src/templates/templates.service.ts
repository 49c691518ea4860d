import type { CreateTemplate, Template, TemplateList, TemplateQuery } from '@cloudpa/contracts/templates'
import type { ChatAccount, Door, Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { validate } from 'uuid'
import type { CurrentMember } from '../auth/member.decorator.js'
import { recordEvent } from '../events/record-events.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { TwilioClient, type Credentials, type NewContent } from '../twilio/twilio.client.js'
import { refuseUnapprovable } from './fill-template.js'
import { readTemplate } from './read-template.js'
import { TemplateLooks, type OrgAccount } from './template-looks.js'
import { presentAccount, presentTemplate, writeTemplates } from './template-rows.js'
import { askTwilio } from './twilio-content.js'

type Org = Pick<CurrentMember, 'orgId'>

/** The templates of an org's Twilio accounts. */
@Injectable()
export class TemplatesService {
  private readonly logger = new Logger('templates')

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly looks: TemplateLooks,
    private readonly twilio: TwilioClient,
    private readonly hints: HintPublisher,
  ) {}

  /** @throws {AppError} not_found for a number that is not the org's */
  list({ orgId }: Org, { chatAccountId }: TemplateQuery): Promise<TemplateList> {
    return this.door.readOrg(orgId, async (tx) => {
      const numbers = await numbersOf(tx, orgId)
      const asked = chatAccountId === undefined ? undefined : requireNumber(numbers, chatAccountId).accountSid
      const sids = [...new Set(numbers.map(({ accountSid }) => accountSid))]
      const accountSid = { in: sids.filter((sid) => sid === (asked ?? sid)) }
      const where = { orgId, accountSid }
      const rows = await tx.template.findMany({ where, orderBy: [{ name: 'asc' }, { language: 'asc' }] })
      const syncs = await tx.templateSync.findMany({ where })
      const accounts = accountSid.in.map((sid) =>
        presentAccount(
          sid,
          numbers.filter((number) => number.accountSid === sid),
          syncs.find((sync) => sync.accountSid === sid),
        ),
      )
      return { items: rows.map(presentTemplate), accounts }
    })
  }

  /** Looks at every account of the org; of one that somebody looks at already it answers with what was known. */
  async sync(org: Org): Promise<TemplateList> {
    const { orgId } = org
    const numbers = await this.door.readOrg(orgId, (tx) => numbersOf(tx, orgId))
    const sids = [...new Set(numbers.map(({ accountSid }) => accountSid))]
    await Promise.all(sids.map((accountSid) => this.looks.look({ orgId, accountSid })))
    return this.list(org, {})
  }

  /**
   * Makes a template, and hands it to WhatsApp if that is wanted. Where WhatsApp's side does not answer it stays, not
   * submitted, until a look tells otherwise.
   * @throws {AppError} which_number, what is wrong with its variables, template_refused, twilio_refused or twilio_trouble
   */
  async create({ orgId }: Org, input: CreateTemplate): Promise<Template> {
    refuseUnapprovable(input.body, input.samples)
    const accountSid = await this.accountFor(orgId, input.chatAccountId)
    const account = { orgId, accountSid }
    const credentials = await this.looks.credentialsOf(account)
    const made = await askTwilio(
      () => this.twilio.createContent(credentials, contentFor(input)),
      'template_refused',
    )
    const approval = input.submit ? await this.submit(credentials, made.sid, input) : undefined
    return this.keep(account, { ...made, approvalRequests: approval ?? { category: input.category } })
  }

  /** @returns what WhatsApp thinks of it; undefined when nobody knows */
  private async submit(credentials: Credentials, sid: string, { name, category }: CreateTemplate) {
    const as = { name, category: category.toUpperCase() }
    try {
      return await askTwilio(() => this.twilio.submitContent(credentials, sid, as), 'template_refused')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.params.reason === 'twilio_trouble') {
        this.logger.warn(`template ${sid} might not have been submitted: ${error.message}`)
        return undefined
      }
      // What WhatsApp never looks at would stand in the way of the next try.
      await this.twilio.removeContent(credentials, sid).catch((cause: unknown) => {
        this.logger.warn(`template ${sid} was refused and could not be removed at Twilio: ${String(cause)}`)
      })
      throw error
    }
  }

  private async keep(account: OrgAccount, made: Parameters<typeof readTemplate>[0]): Promise<Template> {
    const { orgId, accountSid } = account
    const template = readTemplate(made)
    if (!template) throw new AppError('twilio_trouble', { says: 'no ContentSid' })
    const where = { accountSid_sid_orgId: { orgId, accountSid, sid: template.sid } }
    const row = await this.door.forOrg(orgId, async (tx) => {
      await writeTemplates(tx, account, [template])
      await recordEvent(tx, { orgId, kind: 'template' })
      return tx.template.findUniqueOrThrow({ where })
    })
    await this.hints.publish('events', [orgId])
    return presentTemplate(row)
  }

  private async accountFor(orgId: string, chatAccountId: string | undefined): Promise<string> {
    const numbers = await this.door.readOrg(orgId, (tx) => numbersOf(tx, orgId))
    if (chatAccountId !== undefined) return requireNumber(numbers, chatAccountId).accountSid
    const [sid, another] = new Set(numbers.map(({ accountSid }) => accountSid))
    if (sid === undefined || another !== undefined) throw new AppError('which_number')
    return sid
  }
}

function numbersOf(tx: Tx, orgId: string): Promise<ChatAccount[]> {
  return tx.chatAccount.findMany({ where: { orgId, removedAt: null }, orderBy: { createdAt: 'asc' } })
}

function requireNumber(numbers: ChatAccount[], id: string): ChatAccount {
  const number = validate(id) && numbers.find((one) => one.id === id.toLowerCase())
  if (!number) throw notFound()
  return number
}

/** As the Content API takes it (https://www.twilio.com/docs/content/content-api-resources). */
function contentFor({ name, language, body, buttons, samples }: CreateTemplate): NewContent {
  const actions = buttons.map((title, index) => ({ type: 'QUICK_REPLY', title, id: `answer_${index + 1}` }))
  const types: NewContent['types'] =
    actions.length > 0 ? { 'twilio/quick-reply': { body, actions } } : { 'twilio/text': { body } }
  return { name, language, types, variables: samples }
}
