import { make, wordButton } from './draw.js'

/** One field of a form. */
export interface Field {
  name: string
  says: string
  /** What stands there at first. */
  value?: string
  kind?: 'text' | 'tel' | 'number' | 'lines' | 'choice'
  choices?: { value: string; says: string }[]
  hint?: string
  optional?: boolean
}

/** A form that sends something; `send` may refuse by throwing a sentence, which the form shows. */
export interface Form {
  title: string
  fields: Field[]
  /** Values that are filled in with one press. */
  presets?: { says: string; values: Record<string, string> }[]
  send: (values: Record<string, string>) => Promise<unknown>
}

let made = 0

/** Asks for the fields in a dialog above the page; the keyboard stays in it, and goes back where it came from. */
export function openForm({ title, fields, presets = [], send }: Form): void {
  const dialog = make('dialog', 'form')
  const form = make('form')
  const heading = make('h2', 'form-title', title)
  heading.id = `form-${(made += 1)}`
  dialog.setAttribute('aria-labelledby', heading.id)
  const rows = fields.map((field) => makeField(field, `${heading.id}-${field.name}`))
  const problem = make('p', 'form-problem')
  problem.setAttribute('role', 'alert')
  problem.hidden = true
  const [cancel, submit] = [wordButton('Cancel', 'button line'), wordButton('Send', 'button solid')]
  submit.type = 'submit'
  submit.dataset['testid'] = 'form-send'
  const foot = make('div', 'form-foot')
  foot.append(cancel, submit)
  form.append(heading, ...makePresets(presets, form), ...rows, problem, foot)
  cancel.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => dialog.remove())
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submit.disabled = true
    const values = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]),
    )
    Promise.resolve(values)
      .then(send)
      .then(
        () => dialog.close(),
        (error: unknown) => {
          submit.disabled = false
          problem.hidden = false
          problem.textContent = error instanceof Error ? error.message : String(error)
        },
      )
  })
  dialog.append(form)
  document.body.append(dialog)
  dialog.showModal()
  form.querySelector<HTMLElement>('input, textarea, select')?.focus()
}

function makePresets(presets: NonNullable<Form['presets']>, form: HTMLFormElement): HTMLElement[] {
  if (presets.length === 0) return []
  const row = make('div', 'presets')
  for (const { says, values } of presets) {
    const button = wordButton(says, 'button line')
    button.addEventListener('click', () => {
      for (const [name, value] of Object.entries(values)) {
        const field = form.elements.namedItem(name)
        if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value
      }
    })
    row.append(button)
  }
  return [row]
}

function makeField(field: Field, id: string): HTMLElement {
  const row = make('div', 'field')
  const label = make('label', '', field.says)
  label.htmlFor = id
  const input = makeInput(field)
  input.id = id
  input.name = field.name
  input.required = field.optional !== true && field.kind !== 'choice'
  row.append(label, input)
  if (field.hint === undefined) return row
  const hint = make('small', '', field.hint)
  hint.id = `${id}-hint`
  input.setAttribute('aria-describedby', hint.id)
  row.append(hint)
  return row
}

function makeInput({ kind = 'text', value = '', choices = [] }: Field) {
  if (kind === 'choice') {
    const select = make('select')
    select.append(
      ...choices.map((choice) => new Option(choice.says, choice.value, false, choice.value === value)),
    )
    return select
  }
  const input = kind === 'lines' ? make('textarea') : make('input')
  if (input instanceof HTMLTextAreaElement) input.rows = 3
  else {
    input.type = kind === 'number' ? 'number' : kind === 'tel' ? 'tel' : 'text'
    if (kind === 'number') input.step = 'any'
  }
  input.value = value
  input.dir = kind === 'number' || kind === 'tel' ? 'ltr' : 'auto'
  input.autocomplete = 'off'
  return input
}
