'use client'
import {
  Building2,
  KeyRound,
  LayoutTemplate,
  ListChecks,
  Phone,
  SquarePen,
  SquareSlash,
  SunMoon,
  Tags,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useMe } from '../../client/use-me'
import { cx } from '../../components/ui/cx'
import { MainPane, PaneTitle, SidePane } from '../../components/ui/panes'

const yours = [
  { slug: 'appearance', label: 'appearance', icon: SunMoon },
  { slug: 'writing', label: 'writing', icon: SquarePen },
  { slug: 'quick-replies', label: 'quickReplies', icon: SquareSlash },
] as const
const shared = [
  { slug: 'numbers', label: 'numbers', icon: Phone },
  { slug: 'templates', label: 'templates', icon: LayoutTemplate },
  { slug: 'team', label: 'team', icon: Users },
  { slug: 'labels', label: 'labels', icon: Tags },
  { slug: 'business', label: 'business', icon: Building2 },
  { slug: 'api-keys', label: 'apiKeys', icon: KeyRound },
  { slug: 'what-works', label: 'whatWorks', icon: ListChecks },
] as const

/** Sections beside the one that is open; on a phone one after the other. */
export function SettingsScreen({ children }: { children: ReactNode }) {
  const t = useTranslations('settings')
  const { data: me } = useMe()
  const slug = usePathname().split('/')[2]
  const link = (section: (typeof yours | typeof shared)[number]) => (
    <SectionLink
      key={section.slug}
      slug={section.slug}
      label={t(section.label)}
      icon={section.icon}
      current={section.slug === (slug ?? 'numbers')}
      chosen={slug !== undefined}
    />
  )
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <SidePane label={t('title')} hiddenOnPhone={slug !== undefined}>
        <PaneTitle title={t('title')} />
        <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
          <Group title={t('you')}>{yours.map(link)}</Group>
          <Group title={me?.org.name ?? ''}>{shared.map(link)}</Group>
        </div>
      </SidePane>
      <MainPane label={t('section')} hiddenOnPhone={slug === undefined}>
        {children}
      </MainPane>
    </>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-3">
      <h2 className="min-h-6.5 truncate px-2 pt-1 pb-1.5 text-meta font-medium text-ink-3">
        <bdi>{title}</bdi>
      </h2>
      <ul role="list" className="grid gap-0.5">
        {children}
      </ul>
    </section>
  )
}

interface LinkProps {
  slug: string
  label: string
  icon: LucideIcon
  current: boolean
  chosen: boolean
}

function SectionLink({ slug, label, icon: Icon, current, chosen }: LinkProps) {
  return (
    <li>
      <Link
        href={`/settings/${slug}`}
        aria-current={current && chosen ? 'page' : undefined}
        className={cx(
          'flex min-h-[max(2.25rem,var(--tap))] items-center gap-3 rounded-ctl px-2',
          // Without a section in the address a wide screen shows the first, and a phone only this list.
          current ? (chosen ? 'bg-sel' : 'hover:bg-hover md:bg-sel') : 'hover:bg-hover',
        )}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
        <span className="min-w-0 truncate">{label}</span>
      </Link>
    </li>
  )
}
