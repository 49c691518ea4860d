import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { Button } from '../components/ui/button'
import { Mark } from '../components/ui/mark'

export default async function NotFound() {
  const t = await getTranslations('common')
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 p-6 text-center">
      <Mark className="size-10 opacity-25" />
      <h1 className="font-serif text-place font-medium">{t('nothingHere')}</h1>
      <Button look="outline" asChild>
        <Link href="/inbox">{t('goToInbox')}</Link>
      </Button>
    </main>
  )
}
