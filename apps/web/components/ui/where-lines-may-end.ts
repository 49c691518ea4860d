/** Cuts an address where a line of it may end: after its slashes, and before its fragment. */
export function whereLinesMayEnd(address: string): string[] {
  return address.split(/(?<=\/)(?!\/)|(?=#)/)
}
