import type { Messages } from './load-messages'
import type { Locale as OurLocale } from './locales'

declare module 'next-intl' {
  interface AppConfig {
    Locale: OurLocale
    Messages: Messages
  }
}
