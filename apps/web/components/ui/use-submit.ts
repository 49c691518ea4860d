'use client'
import { useState, type SubmitEvent } from 'react'

/** What is wrong with a form, in words: under one of its fields, or as a whole (`form`). */
export type Faults<Name extends string> = { [N in Name | 'form']?: string }

interface Options<Name extends string> {
  names: readonly Name[]
  /** What can be said before asking the server. */
  check: (values: Record<Name, string>) => Faults<Name>
  submit: (values: Record<Name, string>, form: HTMLFormElement) => Promise<void>
  /** What a refusal means, and where to say it. */
  explain: (error: unknown) => Faults<NoInfer<Name>>
}

/**
 * A form of few fields without a library: the inputs keep their own values, and what is wrong stands under them.
 * The first wrong field gets the focus.
 */
export function useSubmit<Name extends string>({ names, check, submit, explain }: Options<Name>) {
  const [faults, setFaults] = useState<Faults<Name>>({})
  const [busy, setBusy] = useState(false)

  async function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const form = event.currentTarget
    const data = new FormData(form)
    const values = Object.fromEntries(
      names.map((name) => {
        const value = data.get(name)
        return [name, typeof value === 'string' ? value : '']
      }),
    ) as Record<Name, string>
    const show = (found: Faults<Name>) => {
      setFaults(found)
      const wrong = names.find((name) => found[name])
      const field = wrong && form.elements.namedItem(wrong)
      if (field instanceof HTMLElement) field.focus()
    }
    const found = check(values)
    if (names.some((name) => found[name])) {
      show(found)
      return
    }
    setFaults({})
    setBusy(true)
    try {
      await submit(values, form)
    } catch (error) {
      show(explain(error))
    } finally {
      setBusy(false)
    }
  }
  return { onSubmit, faults, busy }
}
