import type { ErrorBody } from '@cloudpa/contracts/errors'
import type { Medium } from '@cloudpa/contracts/media'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Tenant } from './tenant.js'

/** A file as somebody chooses it, and what the browser says of it. */
export interface ChosenFile {
  content: Uint8Array | string
  contentType: string
  name?: string
}

/** Uploads a file as the page does. */
async function postFile(
  { apiUrl }: SharedStack,
  { apiKey }: Pick<Tenant, 'apiKey'>,
  { content, contentType, name = 'file' }: ChosenFile,
  { query = '', field = 'file' } = {},
): Promise<Response> {
  const form = new FormData()
  form.append(field, new Blob([content as Uint8Array<ArrayBuffer>], { type: contentType }), name)
  const headers = { authorization: `Bearer ${apiKey}` }
  return fetch(`${apiUrl}/api/v1/media${query}`, { method: 'POST', headers, body: form })
}

/** Uploads a file that is taken. */
export async function upload(...asked: Parameters<typeof postFile>): Promise<Medium> {
  const answer = await postFile(...asked)
  const text = await answer.text()
  if (answer.status !== 201) throw new Error(`the upload was answered with ${answer.status} ${text}`)
  return JSON.parse(text) as Medium
}

/** Why an upload is refused. */
export async function refusalOfFile(...asked: Parameters<typeof postFile>) {
  const answer = await postFile(...asked)
  const { error } = (await answer.json()) as ErrorBody
  return [answer.status, error.params?.reason]
}
