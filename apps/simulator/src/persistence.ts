import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { ReceiptSettings } from './deliver/receipts.js'
import type { SavedState } from './store.js'
import type { SavedTemplates } from './templates.js'
import { upgradedState } from './upgrade-state.js'

/** One file: the store, the templates, the clock's distance to real time and how receipts behave. */
export interface SavedFile {
  store: SavedState
  /** An older simulator had none. */
  templates?: SavedTemplates
  clockOffsetMs: number
  receipts: ReceiptSettings
}

const fileShape = z.object({
  store: z.looseObject({
    version: z.literal([1, 2, 3]),
    accounts: z.array(z.object({ sid: z.string() }).loose()),
    customers: z.array(z.object({ id: z.string() }).loose()),
    messages: z.array(z.object({ sid: z.string() }).loose()),
    windows: z.array(z.tuple([z.string(), z.number()])),
  }),
  templates: z
    .object({ accounts: z.array(z.tuple([z.string(), z.array(z.object({ sid: z.string() }).loose())])) })
    .loose()
    .optional(),
  clockOffsetMs: z.number(),
})

const debounceMs = 400

/** Keeps the state in a file: written soon after a change, never half, and once more when the process ends. */
export class Persistence {
  readonly #path: string
  readonly #read: () => SavedFile
  #timer: NodeJS.Timeout | undefined
  #writing = false
  #changedMeanwhile = false
  #lastWriteMs = 0

  constructor(path: string, read: () => SavedFile) {
    this.#path = path
    this.#read = read
    mkdirSync(dirname(path), { recursive: true })
  }

  /** The state of the last run; an unreadable file is put aside with a word, not silently replaced. */
  load(warn: (line: string) => void): SavedFile | undefined {
    if (!existsSync(this.#path)) return undefined
    try {
      const content: unknown = JSON.parse(readFileSync(this.#path, 'utf8'))
      const { store } = fileShape.parse(content)
      return { ...(content as SavedFile), store: upgradedState(store) }
    } catch (cause) {
      const aside = `${this.#path}.unreadable`
      renameSync(this.#path, aside)
      warn(`The saved state could not be read (${String(cause)}). It is kept as ${aside}; starting fresh.`)
      return undefined
    }
  }

  /** Asks for a write; many changes in a row make one, and a slow disk makes them rarer. */
  readonly changed = (): void => {
    if (this.#timer !== undefined) return
    if (this.#writing) {
      this.#changedMeanwhile = true
      return
    }
    this.#timer = setTimeout(() => void this.#write(), debounceMs + this.#lastWriteMs * 10)
    this.#timer.unref()
  }

  /** The last write, at shutdown: synchronous, so that nothing can end the process before it. */
  flush(): void {
    clearTimeout(this.#timer)
    writeFileSync(`${this.#path}.last`, JSON.stringify(this.#read()), { mode: 0o600 })
    renameSync(`${this.#path}.last`, this.#path)
  }

  async #write(): Promise<void> {
    this.#timer = undefined
    this.#writing = true
    const startedAt = performance.now()
    try {
      // The file holds auth tokens, so nobody else may read it.
      await writeFile(`${this.#path}.next`, JSON.stringify(this.#read()), { mode: 0o600 })
      await rename(`${this.#path}.next`, this.#path)
    } catch (cause) {
      console.error(`The simulator's state could not be written: ${String(cause)}`)
    } finally {
      this.#lastWriteMs = performance.now() - startedAt
      this.#writing = false
      if (this.#changedMeanwhile) {
        this.#changedMeanwhile = false
        this.changed()
      }
    }
  }
}
