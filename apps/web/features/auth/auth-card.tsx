import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Mark } from '../../components/ui/mark'

interface Props {
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** The frame of every page before the inbox: the form, and beside it what the product is, in its own marks. */
export function AuthCard({ title, lead, children }: Props) {
  const t = useTranslations('common')
  return (
    <div className="grid min-h-dvh bg-panel lg:grid-cols-2">
      <main className="grid place-items-center px-4 py-10">
        <div className="w-full max-w-[22rem]">
          <p className="flex items-center gap-3 font-serif text-place font-medium">
            <Mark className="size-9" />
            {t('productName')}
          </p>
          <h1 className="mt-8 font-serif text-page font-medium text-balance" dir="auto">
            {title}
          </h1>
          {lead ? <p className="mt-2 text-ink-2">{lead}</p> : null}
          <div className="mt-6">{children}</div>
        </div>
      </main>
      <Desk />
    </div>
  )
}

/** Said is solid, not yet said is dashed. Decoration, so nothing of it is read out. */
function Desk() {
  const t = useTranslations('auth')
  const bubble = 'max-w-[78%] rounded-bubble px-3 py-[7px] text-msg'
  return (
    <aside aria-hidden className="hidden place-content-center gap-8 bg-thread p-12 lg:grid">
      <p className="max-w-[27rem] font-serif text-page font-medium text-balance">{t('promise')}</p>
      <div className="grid w-[27rem] max-w-full gap-4">
        <p
          className={`${bubble} justify-self-start rounded-ss-tail bg-bubble-in inset-ring inset-ring-bubble-in-line`}
        >
          {t('question')}
        </p>
        <p className={`${bubble} justify-self-end rounded-se-tail bg-bubble-out`}>{t('answer')}</p>
        <p
          className={`${bubble} justify-self-start rounded-ss-tail bg-bubble-in inset-ring inset-ring-bubble-in-line`}
        >
          {t('thanks')}
        </p>
        <p
          className={`${bubble} justify-self-end rounded-se-tail border-[1.5px] border-dashed border-pencil`}
        >
          {t('notYetSaid')}
        </p>
      </div>
    </aside>
  )
}
