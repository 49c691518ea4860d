import {
  CircleHelp,
  ClipboardList,
  Contact,
  File,
  Image,
  LayoutTemplate,
  List,
  LogIn,
  MapPin,
  Mic,
  Music,
  PhoneCall,
  Reply,
  Sticker,
  Video,
  type LucideIcon,
} from 'lucide-react'
import type { Attachment } from './describe-message'

/** The sign of what a message carries, at the head of a line. */
export function KindIcon({ kind }: { kind: Attachment['kind'] }) {
  const Icon = icons[kind]
  return <Icon size={14} strokeWidth={2} aria-hidden className="mt-0.5 shrink-0" />
}

const icons: Record<Attachment['kind'], LucideIcon> = {
  photo: Image,
  album: Image,
  video: Video,
  voice: Mic,
  audio: Music,
  document: File,
  contact: Contact,
  contacts: Contact,
  sticker: Sticker,
  location: MapPin,
  button: Reply,
  list: List,
  flow: ClipboardList,
  call_permission: PhoneCall,
  sandbox_join: LogIn,
  template: LayoutTemplate,
  unsupported: CircleHelp,
}
