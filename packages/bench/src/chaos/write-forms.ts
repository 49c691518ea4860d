import { setTimeout as sleep } from 'node:timers/promises'
import { askSimulator } from './ask-simulator.js'
import type { Chance } from './chance.js'
import { ContentDraw, type DrawnContent } from './draw-content.js'
import type { FormEntry, Journal } from './journal.js'
import { postForm } from './post-form.js'
import type { Customer, Org, Town } from './town.js'

/** Much longer than any mishap: a product that does not come back by then has failed. */
const patienceMs = 120_000

/** How many forms carry something else than a text. */
const otherShare = 0.15

const texts = [
  'Hello',
  'Olá! Vocês têm horário amanhã?',
  'مرحبا، هل المتجر مفتوح؟',
  '👩‍👩‍👧‍👦 are coming 🎉',
  'a=b&c=d%20e+f',
  'two\nlines',
  '"quoted" \\ \'back\'',
  '{"json": [1, 2]}',
]

interface FormWriterOptions {
  apiUrl: string
  simulatorUrl: string
  town: Town
  journal: Journal
  chance: Chance
  /** Called within the turn in which an acknowledgement is read. */
  onAcknowledged: () => void
}

/** One form, with all that chance has in store for it. */
interface PlannedForm {
  org: Org
  customer: Customer
  sid: string
  text: string
  /** What it carries instead of the text. */
  other: DrawnContent | undefined
  givesUp: boolean
  /** How often it is posted at the same moment. */
  copies: number
  /** When it is posted once more, after its acknowledgement. */
  repeatAfterMs: number | undefined
  retryAfterMs: number
}

/** A form as it is posted, and what the journal says of it. */
interface Drafted {
  form: FormEntry
  fields: Record<string, string>
}

/** The customers: they write one after another or several at once, and Twilio posts some of it twice. */
export class FormWriter {
  /** Answers that said a genuine form is nobody's. */
  readonly refused: string[] = []
  private planned = 0
  private readonly url: string
  private readonly lastOf = new Map<Customer, Promise<void>>()
  private readonly repetitions: Promise<void>[] = []
  private readonly contents: ContentDraw

  constructor(private readonly options: FormWriterOptions) {
    this.url = `${options.apiUrl}/api/v1/messaging/webhook/whatsapp`
    this.contents = new ContentDraw(options.chance)
  }

  /** Lets customers write this many forms; resolves when each is acknowledged or given up. */
  async write(count: number): Promise<void> {
    const { chance, town } = this.options
    const begun: Promise<void>[] = []
    for (const end = this.planned + count; this.planned < end;) {
      const customer = chance.pick(town.customers)
      const forms = [this.plan(customer, customer.org, chance.sid('SM'))]
      // Two accounts may well be told the same sid; each is to keep its own.
      const other = chance.pick(town.orgs)
      if (this.planned < end && other !== customer.org && chance.happens(0.03))
        forms.push(this.plan(customer, other, forms[0]?.sid ?? ''))
      begun.push(this.begin(customer, forms, chance.happens(0.2)))
    }
    await Promise.all(begun)
  }

  /** Resolves when the last repetition was answered. */
  async finish(): Promise<void> {
    await Promise.all(this.repetitions)
  }

  /** Draws everything now: what comes later comes in an order that no seed decides. */
  private plan(customer: Customer, org: Org, sid: string): PlannedForm {
    const { chance } = this.options
    const mark = `f${this.planned++}`
    return {
      org,
      customer,
      sid,
      text: `${chance.pick(texts)} [${mark}]`,
      other: chance.happens(otherShare) ? this.contents.draw(mark) : undefined,
      givesUp: chance.happens(0.1),
      copies: chance.happens(0.15) ? chance.between(2, 3) : 1,
      repeatAfterMs: chance.happens(0.1) ? chance.between(0, 3000) : undefined,
      retryAfterMs: chance.between(20, 200),
    }
  }

  private begin(customer: Customer, forms: PlannedForm[], isImpatient: boolean): Promise<void> {
    const before = this.lastOf.get(customer) ?? Promise.resolve()
    const deliver = async () => void (await Promise.all(forms.map((form) => this.deliver(form))))
    // Most wait for the tick of what they wrote before; the impatient don't.
    const mine = isImpatient ? deliver() : before.then(deliver)
    this.lastOf.set(
      customer,
      Promise.all([before, mine]).then(() => undefined),
    )
    return mine
  }

  /** Posts until it is acknowledged, as often as it takes; a few are given up after the first failure, as Twilio does. */
  private async deliver(planned: PlannedForm): Promise<void> {
    const { journal } = this.options
    const { copies, repeatAfterMs } = planned
    const drafted = await this.draft(planned)
    const { form } = drafted
    const deadline = journal.now() + patienceMs
    for (;;) {
      await Promise.all(Array.from({ length: copies }, () => this.post(planned, drafted)))
      if (form.answeredAtMs !== undefined || planned.givesUp) break
      if (journal.now() > deadline) throw new Error(`no acknowledgement within ${patienceMs} ms`)
      await sleep(planned.retryAfterMs)
    }
    if (repeatAfterMs !== undefined)
      this.repetitions.push(sleep(repeatAfterMs).then(() => this.post(planned, drafted)))
  }

  private async draft(planned: PlannedForm): Promise<Drafted> {
    const { org, customer, sid, text, other } = planned
    const fields = other ? await this.draftOther(planned, other.content) : textFields(planned)
    const { kind, file } = other ?? { kind: 'text' }
    const said = { kind, body: fields.Body ?? text, ...(file && { file }) }
    return {
      form: this.options.journal.form({ org: org.index, phone: customer.phone, sid, ...said }),
      fields,
    }
  }

  /** The simulated Twilio keeps the files and knows the fields of every kind. It must post them to nobody: that is done here. */
  private async draftOther({ org, customer, sid }: PlannedForm, content: object) {
    const { simulatorUrl } = this.options
    const message = {
      accountSid: org.accountSid,
      to: org.number,
      from: customer.phone,
      profileName: customer.name,
      sid,
      content,
      url: `${simulatorUrl}/health`,
    }
    const { form } = await askSimulator<{ form: Record<string, string> }>(simulatorUrl, '/messages', message)
    return form
  }

  private async post({ org }: PlannedForm, { form, fields }: Drafted): Promise<void> {
    const { journal, onAcknowledged } = this.options
    const status = await postForm(this.url, org.authToken, fields)
    if (status === 200) {
      journal.answered(form)
      onAcknowledged()
    } else journal.note('not acknowledged', { org: org.index, sid: form.sid, status })
    if (status >= 400 && status < 500) this.refused.push(`${form.sid} to org ${org.index}: ${status}`)
  }
}

function textFields({ org, customer, sid, text }: PlannedForm): Record<string, string> {
  const { phone, name } = customer
  return {
    SmsMessageSid: sid,
    NumMedia: '0',
    ProfileName: name,
    SmsSid: sid,
    WaId: phone.slice(1),
    SmsStatus: 'received',
    Body: text,
    To: org.number,
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: org.accountSid,
    From: `whatsapp:${phone}`,
    ApiVersion: '2010-04-01',
  }
}
