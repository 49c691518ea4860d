import { BlockList, isIP, isIPv6 } from 'node:net'

/** All that is not the public internet: IANA's special-purpose registries, and what cloud providers keep for themselves. */
const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, what is reserved, and the broadcast.
  ['224.0.0.0', 3],
  // Azure's metadata stand at a public-looking address.
  ['168.63.129.16', 32],
] as const) {
  closed.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  // Teredo, ORCHID and the like; 6to4; documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.addSubnet(network, bits, 'ipv6')
}

/** Of IPv6 only this part is given out. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')

/**
 * Whether an address is one of the public internet, in whichever spelling. An IPv4 address inside an IPv6 one (mapped, or
 * for NAT64, which is how a machine without IPv4 reaches all of it) counts as what it is.
 * @param address an IP address without brackets; whatever else is given is not public
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  // A zone names an interface of this machine.
  if (family !== 6 || address.includes('%')) return false
  const inner = ipv4Within(address)
  if (inner !== undefined) return !closed.check(inner, 'ipv4')
  return global.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** The host of a URL as an IP address, if it is one. URL has read decimal, octal and hexadecimal spellings already. */
export function literalOf(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return isIP(bare) ? bare : undefined
}

/** The IPv4 address in ::ffff:0:0/96 or 64:ff9b::/96. */
function ipv4Within(address: string): string | undefined {
  if (!isIPv6(address)) return undefined
  // URL writes IPv6 in its one canonical form, without dots.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [, high, low] = /^(?:::ffff:|64:ff9b::)(?:([\da-f]{1,4}):)?([\da-f]{1,4})?$/.exec(canonical) ?? []
  if (high === undefined && low === undefined) return undefined
  const [first, last] = [Number.parseInt(high ?? '0', 16), Number.parseInt(low ?? '0', 16)]
  return [first >> 8, first & 255, last >> 8, last & 255].join('.')
}
