/**
 * Whether a JSON text nests deeper than `limit`. What is parsed is walked by recursion later, in libraries too, and a
 * few thousand levels are more than the stack holds. One pass, nothing kept; text that is no JSON gives some answer.
 */
export function nestsDeeperThan(limit: number, json: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at]
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '[' || char === '{') {
      depth += 1
      if (depth > limit) return true
    } else if (char === ']' || char === '}') depth -= 1
  }
  return false
}
