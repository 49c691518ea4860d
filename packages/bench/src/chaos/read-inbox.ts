import type { ShownConversation, ShownMedium, ShownMessage } from './judge-forms.js'
import type { TakenMessage } from './judge-replies.js'
import type { Org, Town } from './town.js'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

interface ApiConversation {
  id: string
  contact: { phone: string | null }
  unreadCount: number
  readPosition: number
}

type ApiMessage = Omit<ShownMessage, 'kind' | 'body' | 'media'> & {
  content: { kind: string; body: string; media?: ShownMedium[] }
}

type SimulatorMessage = Omit<TakenMessage, 'fileName'> & {
  content: { files?: { name: string | null }[]; urls?: string[] }
}

async function getJson<T>(url: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) })
  if (!response.ok) throw new Error(`GET ${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

async function getPages<T>(apiUrl: string, { apiKey }: Org, path: string): Promise<Page<T>['items'][]> {
  const pages: T[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const url: string = `${apiUrl}/api/v1/messaging${path}?limit=200${cursor ? `&cursor=${cursor}` : ''}`
    const page: Page<T> = await getJson(url, { authorization: `Bearer ${apiKey}` })
    pages.push(page.items)
    cursor = page.nextCursor
  }
  return pages
}

/** The conversations of one org, without their messages. */
export async function readConversations(apiUrl: string, org: Org): Promise<ApiConversation[]> {
  return (await getPages<ApiConversation>(apiUrl, org, '/conversations')).flat()
}

async function readOrg(apiUrl: string, org: Org): Promise<ShownConversation[]> {
  const shown: ShownConversation[] = []
  for (const { id, contact, unreadCount, readPosition } of await readConversations(apiUrl, org)) {
    const pages = await getPages<ApiMessage>(apiUrl, org, `/conversations/${id}/messages`)
    // Pages lead into the past; within one, the oldest comes first.
    const messages = pages.toReversed().flat()
    shown.push({
      org: org.index,
      phone: contact.phone,
      unreadCount,
      readPosition,
      messages: messages.map(({ content: { kind, body, media = [] }, ...message }) => ({
        ...message,
        kind,
        body,
        media,
      })),
    })
  }
  return shown
}

/** Everything that the product's API shows to everybody. */
export async function readInbox(apiUrl: string, { orgs }: Town): Promise<ShownConversation[]> {
  return (await Promise.all(orgs.map((org) => readOrg(apiUrl, org)))).flat()
}

/** Everything that the simulated Twilio took, oldest first. */
export async function readTaken(simulatorUrl: string): Promise<TakenMessage[]> {
  const url = `${simulatorUrl}/_sim/messages?direction=outbound&limit=100000`
  const messages = await getJson<SimulatorMessage[]>(url)
  return messages.map(({ content, ...message }) => {
    const fileName = fileNameIn(content)
    return { ...message, fileName, body: message.body || (fileName ?? '') }
  })
}

/** What Twilio could not fetch has its name at the end of its address. */
function fileNameIn({ files, urls }: SimulatorMessage['content']): string | null {
  const last = urls?.[0]?.split('/').at(-1)
  return files?.[0]?.name ?? (last === undefined ? null : decodeURIComponent(last))
}
