import { z } from 'zod'
import type { FlatForm } from './flat-form.js'
import { parseJson } from './form-text.js'

/** What readers ask of a form. */
export type Fields = Pick<FlatForm, 'get' | 'names' | 'numbered'>

/** Twilio's own has some two hundred characters; nothing longer is read. */
const maxMetadataLength = 16_000

/** The fields that Twilio repeats in there, by their names in small letters. */
const repeated = new Set([
  'buttontext',
  'buttonpayload',
  'buttontype',
  'forwarded',
  'frequentlyforwarded',
  'profilename',
])

const Metadata = z.object({ data: z.object({ context: z.record(z.string(), z.unknown()) }) })

/**
 * A form whose missing fields are looked for in its ChannelMetadata: a JSON text in which Twilio says some of them once
 * more (https://www.twilio.com/docs/messaging/guides/webhook-request). A field of the form itself comes first. Metadata
 * that is none is as if it were not there.
 */
export function withChannelMetadata(form: FlatForm): Fields {
  let context: Map<string, string> | undefined
  return {
    get: (name) => {
      const own = form.get(name)
      if (own !== undefined || !repeated.has(name.toLowerCase())) return own
      context ??= readContext(form.get('ChannelMetadata'))
      return context.get(name.toLowerCase())
    },
    names: form.names,
    numbered: (prefix) => form.numbered(prefix),
  }
}

function readContext(json: string | undefined): Map<string, string> {
  if (!json || json.length > maxMetadataLength) return new Map()
  const { data } = Metadata.safeParse(parseJson(json))
  return new Map(
    Object.entries(data?.data.context ?? {}).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'boolean' ? [[name.toLowerCase(), String(value)]] : [],
    ),
  )
}
