import { CheckCheck } from 'lucide-react'
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
      {/* From a fixed height down: what comes late or grows must not move the field that one is about to press. */}
      <main className="grid content-start justify-items-center px-4 pt-[max(2.5rem,14dvh)] pb-10">
        <div className="w-full max-w-[22rem]">
          <p className="flex items-center gap-3 font-serif text-place font-medium">
            <Mark className="size-9" />
            {t('productName')}
          </p>
          {/* It takes the focus when a form gives way to words: that is for ears, and no ring is to point at it. */}
          <h1 className="mt-8 font-serif text-page font-medium text-balance outline-none">
            <bdi>{title}</bdi>
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
  const bubble = 'max-w-[78%] rounded-bubble px-3 py-1.75 text-msg'
  const theirs = `${bubble} justify-self-start rounded-ss-tail bg-bubble-in inset-ring inset-ring-bubble-in-line`
  const ours = `${bubble} justify-self-end rounded-se-tail`
  return (
    <aside aria-hidden className="hidden place-content-center gap-8 bg-thread p-12 lg:grid">
      <p className="max-w-[27rem] font-serif text-page font-medium text-balance">{t('promise')}</p>
      <div className="grid w-[27rem] max-w-full gap-4">
        <p className={theirs}>
          {t('question')}
          <At time="08:12" />
        </p>
        <p className={`${ours} bg-bubble-out`}>
          {t('answer')}
          <At time="08:14" />
          <CheckCheck size={14} strokeWidth={2} className="ms-1 inline align-[-2px] text-read" />
        </p>
        <p className={theirs}>
          {t('thanks')}
          <At time="08:15" />
        </p>
        <p className={`${ours} [border:var(--dash)_var(--pencil)]`}>{t('notYetSaid')}</p>
      </div>
    </aside>
  )
}

function At({ time }: { time: string }) {
  return <span className="ms-3 text-meta text-ink-3 tabular-nums">{time}</span>
}
