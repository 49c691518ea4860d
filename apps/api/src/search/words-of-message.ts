import { z } from 'zod'

/** As much as the longest body; more is not searched. */
const maxLength = 8_000

const Text = z.string().nullish().catch(null)

/** What of a message's content people would look for: never fails, as any version may have written it. */
const Searched = z.object({
  label: Text,
  address: Text,
  title: Text,
  text: Text,
  answers: z.array(z.object({ value: Text }).catch({ value: null })).catch([]),
  contacts: z
    .array(
      z
        .object({
          name: Text,
          company: Text,
          phones: z.array(z.object({ number: Text })).catch([]),
        })
        .catch({ name: null, company: null, phones: [] }),
    )
    .catch([]),
  media: z.array(z.object({ name: Text }).catch({ name: null })).catch([]),
})

/**
 * All the words of a message: its body, what was chosen or filled in, the name of a place, whom its cards name, what its
 * files are called.
 */
export function wordsOfMessage({ body, content }: { body: string; content: unknown }): string {
  // What most messages are: words alone.
  if (content === null) return body
  const { data } = Searched.safeParse(content)
  if (!data) return body
  const { label, address, title, text, answers, contacts, media } = data
  const people = contacts.flatMap(({ name, company, phones }) => [
    name,
    company,
    // Found as it is grouped, and as it is dialled.
    ...phones.flatMap(({ number }) => [number, number?.replace(/[^\d+]/g, '')]),
  ])
  const more = [label, address, title, text, ...answers.map(({ value }) => value), ...people]
  const said = [...new Set([body, ...more, ...media.map(({ name }) => name)])]
  return said.filter(Boolean).join('\n').slice(0, maxLength)
}
