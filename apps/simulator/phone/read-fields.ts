/**
 * Lines such as `name: value` as fields.
 * @throws with a sentence where a line has no name
 */
export function readFields(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^\s*([^:\s][^:]*?)\s*:\s*(.*?)\s*$/.exec(line) ?? []
      if (name === undefined) throw new Error(`“${line.trim()}” has no name: write it as name: value.`)
      return [name, value ?? '']
    }),
  )
}
