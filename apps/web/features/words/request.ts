import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { loadMessages } from './load-messages'
import { chooseLocale, isLocale, localeCookie } from './locales'

/** What next-intl asks for each page: the language chosen in Settings, or else the browser's. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value
  const locale = isLocale(chosen) ? chosen : chooseLocale((await headers()).get('accept-language') ?? '')
  return { locale, messages: await loadMessages(locale) }
})
