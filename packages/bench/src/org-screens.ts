import { Api } from './load/api.js'
import type { Scene } from './scene.js'

/** So far somebody scrolls. */
const pagesScrolled = 20
const perPage = 50

/** What a member of an org does all day: looks at the list, opens a thread, marks it read. */
export class OrgScreens {
  private pagesSeen = 0
  private threadsSeen = 0
  private threadsRead = 0

  private constructor(
    private readonly api: Api,
    private readonly apiKey: string,
    private readonly pages: string[],
    private readonly ids: string[],
  ) {}

  /** @param chatAccount of the org */
  static async open({ stack, apiKeys }: Scene, chatAccount: number): Promise<OrgScreens> {
    const api = new Api(stack.apiUrl)
    const apiKey = apiKeys[chatAccount] ?? ''
    const pages: string[] = []
    const ids: string[] = []
    for await (const { path, items } of api.pages(apiKey, perPage)) {
      pages.push(path)
      ids.push(...items.map(({ id }) => id))
      if (pages.length === pagesScrolled) break
    }
    return new OrgScreens(api, apiKey, pages, ids)
  }

  /** One page after the other, and again from the first. */
  listPage(): Promise<string> {
    return this.request('GET', this.pages[this.pagesSeen++ % this.pages.length] ?? '')
  }

  /** One thread after the other, the one written to last first. */
  thread(): Promise<string> {
    return this.newestPage(this.threadsSeen++ % this.ids.length)
  }

  /** @param index in the list, from 0 */
  newestPage(index: number): Promise<string> {
    return this.request('GET', `/${this.ids[index]}`)
  }

  /** Each conversation once: a second time there is nothing left to mark. */
  async markRead(): Promise<string> {
    const id = this.ids[this.threadsRead++]
    if (id === undefined) throw new Error('all of it is read')
    return this.request('POST', `/${id}/read`)
  }

  close(): void {
    this.api.close()
  }

  private request(method: 'GET' | 'POST', path: string): Promise<string> {
    return this.api.request(method, path, this.apiKey)
  }
}
