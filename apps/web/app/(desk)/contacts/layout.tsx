import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ContactsScreen } from '../../../features/contacts/contacts-screen'
import { WordsProvider } from '../../../features/words/words-provider'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('addressBook')
  return { title: t('title') }
}

// The screen reads the open contact from the path, so the list stays as it is.
export default function ContactsLayout({ children }: { children: ReactNode }) {
  return (
    <WordsProvider rooms={['common', 'errors', 'actions', 'contacts', 'addressBook']}>
      <ContactsScreen />
      {children}
    </WordsProvider>
  )
}
