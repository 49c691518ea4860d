import { account } from './rooms/account.js'
import { composer } from './rooms/composer.js'
import { contacts } from './rooms/contacts.js'
import { conversationList } from './rooms/conversations.js'
import { files } from './rooms/files.js'
import { labels } from './rooms/labels.js'
import { ledgers } from './rooms/ledger.js'
import { notes } from './rooms/notes.js'
import { numbers } from './rooms/numbers.js'
import { phone } from './rooms/phone.js'
import { finding } from './rooms/search.js'
import { presence } from './rooms/presence.js'
import { settings } from './rooms/settings.js'
import { shell } from './rooms/shell.js'
import { templates } from './rooms/templates.js'
import { thread } from './rooms/thread.js'
import { triage } from './rooms/triage.js'
import { views } from './rooms/views.js'
import type { Room, State } from './state.js'

const rooms: Room[] = [
  account,
  conversationList,
  triage,
  labels,
  views,
  finding,
  thread,
  ledgers,
  composer,
  templates,
  files,
  presence,
  notes,
  contacts,
  settings,
  numbers,
  shell,
  phone,
]

/** A state with its full name: `room-state`. */
export type NamedState = State & { room: string; fullName: string }

/** Everything that a screen can look like: what the gallery shows, and what axe looks at. */
export const states: NamedState[] = rooms.flatMap((room) =>
  room.states.map((state) => ({ ...state, room: room.name, fullName: `${room.name}-${state.name}` })),
)
