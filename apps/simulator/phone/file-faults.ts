type Given = Record<string, unknown>

/** What can be wrong with a file that was sent, when the inbox comes for it. */
const faults = {
  none: { says: 'Works normally', spoil: (file: Given) => file },
  late: { says: 'Missing the first two times', spoil: (file: Given) => ({ ...file, misses: 2 }) },
  never: { says: 'Always missing', spoil: (file: Given) => ({ ...file, misses: 1_000_000 }) },
  inside: {
    says: 'Redirects to a private address',
    spoil: (file: Given) => ({ ...file, redirectTo: 'http://127.0.0.1:1/' }),
  },
  lies: { says: 'Claims to be a web page', spoil: (file: Given) => ({ ...file, servedType: 'text/html' }) },
  trickles: { says: 'Arrives very slowly', spoil: (file: Given) => ({ ...file, trickleMs: 1000 }) },
  // Its own bytes give way to so many others: WhatsApp's limit is 16 MB.
  large: {
    says: 'Too large, 20 MB',
    spoil: (file: Given) => ({ ...file, base64: undefined, bytes: 20_000_000 }),
  },
} satisfies Record<string, { says: string; spoil: (file: Given) => Given }>

export type FileFault = keyof typeof faults

/** Each fault with its words, for a list to choose from. */
export const fileFaults = Object.entries(faults).map(([name, { says }]) => ({ name, says }))

/** How a fault spoils a file; a name nobody knows spoils nothing. */
export function faultOf(name: string): { spoil: <File extends object>(file: File) => File } {
  const known = Object.hasOwn(faults, name) ? faults[name as FileFault] : faults.none
  return { spoil: (file) => known.spoil(file as Given) as typeof file }
}
