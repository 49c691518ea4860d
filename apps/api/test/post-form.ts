import { createHmac } from 'node:crypto'

export interface PostOptions {
  /** What the form is signed with; left out, it is not signed. */
  authToken?: string | undefined
  signature?: string
  headers?: Record<string, string>
}

/** Signs as Twilio does, written from its documentation and not with its SDK. */
export function sign(authToken: string, url: string, rawForm: string): string {
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(rawForm))
    fields.set(name, [...(fields.get(name) ?? []), value])
  const names = [...fields.keys()].toSorted()
  const data = names
    .map((name) =>
      [...new Set(fields.get(name))]
        .toSorted()
        .map((value) => name + value)
        .join(''),
    )
    .join('')
  return createHmac('sha1', authToken)
    .update(url + data)
    .digest('base64')
}

/** Posts a raw form, signed with the token, to the URL that the signature covers: all but the fragment. */
export function postForm(address: string, rawForm: string, options: PostOptions = {}) {
  const { authToken, signature, headers } = options
  const url = address.replace(/#.*/, '')
  const given = signature ?? (authToken === undefined ? undefined : sign(authToken, url, rawForm))
  return fetch(url, {
    method: 'POST',
    body: rawForm,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'TwilioProxy/1.1',
      ...(given === undefined ? {} : { 'x-twilio-signature': given }),
      ...headers,
    },
  })
}
