/**
 * Where to go on when some conversations leave a list: to the one behind the one that was at hand, else to the one before.
 * @param order the list as it was
 */
export function whereNext(
  order: readonly string[],
  leaving: ReadonlySet<string>,
  atHand: string,
): string | null {
  const at = order.indexOf(atHand)
  const stays = (id: string) => !leaving.has(id)
  return order.slice(at + 1).find(stays) ?? order.slice(0, Math.max(at, 0)).findLast(stays) ?? null
}
