import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Messages } from './load-messages'

/** Hands a page the words of its rooms and no others, so that signing in doesn’t load the inbox’s. */
export async function WordsProvider({ rooms, children }: { rooms: (keyof Messages)[]; children: ReactNode }) {
  const all = await getMessages()
  const messages = Object.fromEntries(rooms.map((room) => [room, all[room]]))
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
}
