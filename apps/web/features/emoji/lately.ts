import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** A row of the picker. */
const most = 8

/** The emoji that this browser's person used last, the latest first. */
export const useLately = create<{ chars: string[] }>()(
  persist(() => ({ chars: [] as string[] }), { name: 'cloudpa:emoji' }),
)

export function noteUse(char: string): void {
  useLately.setState(({ chars }) => ({
    chars: [char, ...chars.filter((one) => one !== char)].slice(0, most),
  }))
}
