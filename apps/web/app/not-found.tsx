import { getTranslations } from 'next-intl/server'
import type { SVGProps } from 'react'
import { buttonLook } from '../components/ui/button'
import { Empty } from '../components/ui/empty'

// Every page fetches the script of this one with its own. There is none: the sign is drawn and the link followed without.
export default async function NotFound() {
  const t = await getTranslations('common')
  return (
    <main className="grid min-h-dvh place-content-center">
      <Empty icon={Signpost} title={t('nothingHere')} level="h1">
        <a href="/inbox" className={buttonLook('outline')}>
          {t('goToInbox')}
        </a>
      </Empty>
    </main>
  )
}

function Signpost(props: SVGProps<SVGSVGElement>) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
    >
      <path d="M12 3v3m0 7v8M5.8 6h12.4a2 2 0 0 1 1.4.6l2 2a1.2 1.2 0 0 1 0 1.8l-2 2a2 2 0 0 1-1.4.6H5.8a2 2 0 0 1-1.4-.6l-2-2a1.2 1.2 0 0 1 0-1.8l2-2A2 2 0 0 1 5.8 6z" />
    </svg>
  )
}
