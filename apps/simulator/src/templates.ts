import type { Clock } from './clock.js'
import { builtInTemplates } from './built-in-templates.js'
import type { Events } from './events.js'
import type { Approval, Template, TemplateCategory } from './model.js'
import { newSid } from './new-sid.js'

/** The templates as they outlive the process. */
export interface SavedTemplates {
  accounts: [accountSid: string, templates: Template[]][]
  review: ReviewMode
}

/** Whether WhatsApp waits for somebody to press a button, or approves what it finds nothing wrong with. */
type ReviewMode = 'manual' | 'auto'

/** How long each step of a review takes. */
const stepMs = 1000

/** The Content resources of every account; one that was never looked at has the built-in ones. */
export class Templates {
  review: ReviewMode = 'manual'
  readonly #byAccount = new Map<string, Template[]>()
  readonly #clock: Clock
  readonly #events: Events
  /** Called after every change; persistence hooks in here. */
  onChange: () => void = () => {}

  constructor(clock: Clock, events: Events) {
    this.#clock = clock
    this.#events = events
  }

  /** An account's templates, the oldest first. */
  of(accountSid: string): Template[] {
    const known = this.#byAccount.get(accountSid)
    if (known !== undefined) return known
    const fresh = builtInTemplates(accountSid, this.#clock.now())
    this.#byAccount.set(accountSid, fresh)
    return fresh
  }

  find(accountSid: string, sid: string): Template | undefined {
    return this.of(accountSid).find((template) => template.sid === sid)
  }

  add(given: Omit<Template, 'sid' | 'createdAtMs' | 'updatedAtMs'>): Template {
    const nowMs = this.#clock.now()
    const template = { ...given, sid: newSid('HX'), createdAtMs: nowMs, updatedAtMs: nowMs }
    this.of(template.accountSid).push(template)
    this.#changed()
    return template
  }

  remove({ accountSid, sid }: Template): void {
    const others = this.of(accountSid).filter((template) => template.sid !== sid)
    this.#byAccount.set(accountSid, others)
    this.#changed()
  }

  /** Hands a template to WhatsApp, which looks at its form first and then at what it says. */
  submit(template: Template, name: string, category: TemplateCategory): void {
    this.decide(template, { name, category, status: 'received', rejectionReason: '' })
    this.#reviewLater(template)
  }

  /** Sets what WhatsApp thinks of a template; null takes it back to before it was submitted. */
  decide(template: Template, approval: Approval | null): void {
    template.approval = approval
    template.updatedAtMs = this.#clock.now()
    this.#changed()
  }

  setReview(mode: ReviewMode): void {
    this.review = mode
    for (const template of [...this.#byAccount.values()].flat()) this.#reviewLater(template)
    this.#changed()
  }

  /** Every account has the built-in ones again, and somebody has to approve what is new. */
  reset(): void {
    this.review = 'manual'
    this.#byAccount.clear()
    this.#changed()
  }

  save(): SavedTemplates {
    return { accounts: [...this.#byAccount], review: this.review }
  }

  /** Goes on with what the last process had. */
  load({ accounts, review }: SavedTemplates): void {
    this.review = review
    for (const [accountSid, templates] of accounts) this.#byAccount.set(accountSid, templates)
    for (const template of [...this.#byAccount.values()].flat()) this.#reviewLater(template)
  }

  #reviewLater(template: Template): void {
    const under = template.approval
    if (under?.status !== 'received' && !(under?.status === 'pending' && this.review === 'auto')) return
    this.#clock.after(stepMs, () => {
      // Somebody may have decided meanwhile, or everything started over.
      if (template.approval !== under || this.find(template.accountSid, template.sid) !== template) return
      if (under.status === 'pending') {
        if (this.review === 'auto') this.decide(template, { ...under, status: 'approved' })
        return
      }
      const rejectionReason = wrongForm(template)
      const status = rejectionReason === '' ? 'pending' : 'rejected'
      this.decide(template, { ...under, status, rejectionReason })
      this.#reviewLater(template)
    })
  }

  #changed(): void {
    this.#events.emit({ kind: 'templates' })
    this.onChange()
  }
}

/** The type that WhatsApp is shown: the richest, since a plain text stands beside it for poorer channels. */
export function shownType({ types }: Pick<Template, 'types'>): string {
  const names = Object.keys(types)
  return names.find((name) => name !== 'twilio/text') ?? names[0] ?? 'twilio/text'
}

/** The words of a template, with its placeholders. */
export function wordsOf(template: Pick<Template, 'types'>): string {
  const { body, title } = template.types[shownType(template)] ?? {}
  const words = body ?? title
  return typeof words === 'string' ? words : ''
}

/** What WhatsApp finds wrong with the placeholders alone (Meta, message templates: guidelines); empty for nothing. */
function wrongForm(template: Template): string {
  const words = wordsOf(template).trim()
  if (/^\{\{\w+\}\}/.test(words) || /\{\{\w+\}\}$/.test(words))
    return 'INVALID_FORMAT: a variable can’t stand at the beginning or the end of the body.'
  if (/\}\}\s*\{\{/.test(words)) return 'INVALID_FORMAT: two variables can’t stand side by side.'
  return ''
}
