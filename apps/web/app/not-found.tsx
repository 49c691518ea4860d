import { Signpost } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { Button } from '../components/ui/button'
import { Empty } from '../components/ui/empty'

export default async function NotFound() {
  const t = await getTranslations('common')
  return (
    <main className="grid min-h-dvh place-content-center">
      <Empty icon={Signpost} title={t('nothingHere')} level="h1">
        <Button look="outline" asChild>
          <Link href="/inbox">{t('goToInbox')}</Link>
        </Button>
      </Empty>
    </main>
  )
}
