import { BlockList, isIP, isIPv6 } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

const nearby = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  nearby.addSubnet(network, prefix)
}
nearby.addSubnet('fc00::', 7, 'ipv6')

const within = (list: BlockList, ip: string) => list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4')

/**
 * The address a request came from, for counting attempts. Only proxies on this machine or its own network are believed:
 * read from the end, the first address from outside is the client, else the last one that is not this machine.
 * @param forwardedFor the X-Forwarded-For header as it came
 * @param peer the other end of the connection
 */
export function clientIp(forwardedFor: string | undefined, peer: string): string {
  const hops = [...(forwardedFor ?? '').split(','), peer].map((hop) => hop.trim().replace(/^::ffff:/, ''))
  const fromUs = hops.toReversed().filter(Boolean)
  for (const [index, ip] of fromUs.entries()) {
    // Whatever is no address was not written by a proxy: believe the hop that passed it on.
    if (!isIP(ip)) return fromUs[index - 1] ?? '127.0.0.1'
    if (!within(loopback, ip) && !within(nearby, ip)) return ip
  }
  return fromUs.find((ip) => !within(loopback, ip)) ?? '127.0.0.1'
}
