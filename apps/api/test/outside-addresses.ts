import { readOutside } from '@cloudpa/testing/cases'

/** An address, or a network all of whose addresses are meant. */
interface AddressCase {
  url?: string
  cidr?: string
  must_block?: boolean
  must_not_receive_credentials?: boolean
}

/** Addresses that nobody may make this product ask for. PORT is one that listens on this machine. */
const ours = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0:PORT/',
  'http://localhost:PORT/',
  'http://localhost.:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://１２７.0.0.1:PORT/',
  'http://name:word@127.0.0.1:PORT/',
  'http://example.com\\@127.0.0.1:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://168.63.129.16/metadata/instance',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'file:///etc/hosts',
  'data:text/plain,hello',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1:PORT/',
  '//127.0.0.1:PORT/',
  'cat.jpg',
  'http://',
  '',
]

const outside = readOutside<AddressCase[]>('ssrf.json') ?? []

/** The first and the last address of a network, and these as IPv6 has them. */
function addressesIn(cidr: string): string[] {
  const [network = '', bits = '0'] = cidr.split('/')
  if (network.includes(':')) return [`http://[${network}]/`, `http://[${network}1]/`]
  const first = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const last = first + 2 ** (32 - Number(bits)) - 1
  return [first, last].flatMap((address) => {
    const dotted = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
    return [`http://${dotted}/`, `http://${address}/`, `http://[::ffff:${dotted}]/`]
  })
}

/** Ours, and where they are at hand those that nobody here wrote. */
export const refusedAddresses = [
  ...ours,
  ...outside
    .filter(({ must_block }) => must_block)
    .flatMap(({ url, cidr }) => [...(url === undefined ? [] : [url]), ...(cidr ? addressesIn(cidr) : [])]),
]

/** What looks like Twilio's host and is somebody else's. */
export const lookAlikes = [
  ...new Set([
    'http://api.twilio.com/x',
    'https://api.twilio.com.evil.example/x',
    'https://api.twilio.com@evil.example/x',
    'https://api.twilio.com:8443/x',
    'https://xtwilio.com/x',
    'https://evil.example/https://api.twilio.com/x',
    'https://evil.example#@api.twilio.com/x',
    ...outside.flatMap(({ url, must_not_receive_credentials: isLike }) => (url && isLike ? [url] : [])),
  ]),
]
