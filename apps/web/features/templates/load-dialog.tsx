import { use, Suspense } from 'react'
import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { isLocale, pseudoLocale, type Locale } from '../words/locales'
import type { Messages } from '../words/load-messages'
import { pseudo } from '../words/pseudo'
import { ChooseTemplate } from './choose-template'
import type { Asked } from './choosing'
import { NewConversation } from './new-conversation'

type Words = Messages['templates']

const english = () => import('../words/messages/en/templates.json').then((words): Words => words.default)

const wordsIn: Record<Locale, () => Promise<Words>> = {
  en: english,
  [pseudoLocale]: () => english().then(pseudo),
  es: () => import('../words/messages/es/templates.json').then((words): Words => words.default),
  'pt-BR': () => import('../words/messages/pt-BR/templates.json').then((words): Words => words.default),
  ar: () => import('../words/messages/ar/templates.json').then((words): Words => words.default),
}

interface Props {
  asked: Asked
  onClose: () => void
}

/** What was fetched of them, by language. */
const fetched = new Map<Locale, Promise<Words>>()

function wordsOf(locale: Locale): Promise<Words> {
  const words = fetched.get(locale) ?? wordsIn[locale]()
  fetched.set(locale, words)
  // The next one who asks tries again.
  words.catch(() => fetched.delete(locale))
  return words
}

/** The dialogs with the words of their room, which no page of the inbox has before; both are there when this resolves. */
export async function loadDialog() {
  const { lang } = document.documentElement
  if (isLocale(lang)) await wordsOf(lang)
  return TemplateDialogs
}

function TemplateDialogs(props: Props) {
  return (
    <Suspense>
      <WithWords {...props} />
    </Suspense>
  )
}

function WithWords({ asked, onClose }: Props) {
  const locale = useLocale()
  const messages = { ...useMessages(), templates: use(wordsOf(locale)) }
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      {asked.conversationId === null ? (
        <NewConversation onClose={onClose} />
      ) : (
        <ChooseTemplate {...asked} conversationId={asked.conversationId} onClose={onClose} />
      )}
    </NextIntlClientProvider>
  )
}
