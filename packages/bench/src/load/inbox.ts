import { setTimeout as sleep } from 'node:timers/promises'
import { Api } from './api.js'
import { chatAccountOf, type Text } from './form.js'

const patienceMs = 30_000
/** Between two looks; each costs the API some milliseconds itself, which what is measured then lacks. */
const everyMs = 3
/** More than a customer writes within the time of a look. */
const latest = 10

/** What the API shows of several orgs' threads. */
export class Inbox {
  private readonly api: Api
  /** Of each customer, by chatAccount and phone. */
  private readonly threads = new Map<string, { path: string; apiKey: string }>()

  private constructor(origin: string) {
    this.api = new Api(origin)
  }

  /** @param apiKeys of the orgs, in the order of their chatAccounts; who wrote to them is read now */
  static async open(origin: string, apiKeys: string[]): Promise<Inbox> {
    const inbox = new Inbox(origin)
    for (const [index, apiKey] of apiKeys.entries()) {
      const { number } = chatAccountOf(index)
      for await (const { items } of inbox.api.pages(apiKey, 200)) {
        for (const { id, contact } of items) {
          inbox.threads.set(number + contact.phone, { path: `/${id}/messages?limit=${latest}`, apiKey })
        }
      }
    }
    return inbox
  }

  /**
   * Resolves when the thread's newest page holds the text.
   * @throws when it does not within half a minute
   */
  async waitFor({ sid, customer }: Text): Promise<void> {
    const thread = this.threads.get(customer.chatAccount.number + customer.phone)
    if (!thread) throw new Error(`${customer.phone} never wrote to ${customer.chatAccount.number}`)
    const deadline = performance.now() + patienceMs
    while (!(await this.api.request('GET', thread.path, thread.apiKey)).includes(sid)) {
      if (performance.now() > deadline) {
        throw new Error(`the API does not show ${sid} within ${patienceMs} ms`)
      }
      await sleep(everyMs)
    }
  }

  close(): void {
    this.api.close()
  }
}
