import { clip } from '../platform/clip-text.js'
import { nestsDeeperThan } from '../platform/json-depth.js'
import type { FlatForm } from './flat-form.js'

/** A field of a form as far as a screen can hold it; null where there is none. */
export function readText(form: Pick<FlatForm, 'get'>, name: string): string | null {
  return clip(form.get(name) ?? '') || null
}

/** Far deeper than anything that WhatsApp tells. */
const deepest = 50

/** What a JSON text says; undefined for one that is none, or that nests deeper than it could be written out again. */
export function parseJson(text: string): unknown {
  if (nestsDeeperThan(deepest, text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
