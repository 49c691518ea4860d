'use client'
import { Check, X, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { Card, CardTitle } from './card'
import { Section } from './section'

/** What the inbox does, in the order in which it is looked for. */
const works = ['Texts', 'Files', 'Answers', 'Ticks', 'Templates', 'Later', 'CatchUp'] as const
/** What Twilio’s API has no way for (https://www.twilio.com/docs/whatsapp/api), so that nobody looks for it here. */
const cannot = ['Edit', 'React', 'Quote', 'Window', 'Caption', 'Groups', 'Seen'] as const

/** What can be done on WhatsApp from here, and what nobody can do there. */
export function WhatWorksSection() {
  const t = useTranslations('settings')
  return (
    <Section title={t('whatWorks')} lead={t('whatWorksLead')}>
      <Card>
        <CardTitle>{t('worksTitle')}</CardTitle>
        <Lines icon={Check} className="text-ok" lines={works.map((what) => t(`works${what}`))} />
      </Card>
      <Card>
        <CardTitle>{t('cannotTitle')}</CardTitle>
        <Lines icon={X} className="text-ink-3" lines={cannot.map((what) => t(`cannot${what}`))} />
      </Card>
    </Section>
  )
}

function Lines({ icon: Icon, className, lines }: { icon: LucideIcon; className: string; lines: string[] }) {
  return (
    <ul role="list" className="grid gap-2.5">
      {lines.map((line) => (
        <li key={line} className="flex gap-2.5">
          <Icon size={18} strokeWidth={2} aria-hidden className={cx('mt-0.5 shrink-0', className)} />
          <span className="min-w-0">{line}</span>
        </li>
      ))}
    </ul>
  )
}
