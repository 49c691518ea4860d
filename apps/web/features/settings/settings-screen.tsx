'use client'
import { Building2, KeyRound, Palette, Phone, Users, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cx } from '../../components/ui/cx'
import { MainPane, SidePane } from '../../components/ui/panes'

const sections: { slug: string; label: string; hint: string; icon: LucideIcon }[] = [
  { slug: 'numbers', label: 'Numbers', hint: 'WhatsApp numbers and Twilio', icon: Phone },
  { slug: 'team', label: 'Team', hint: 'People and invitations', icon: Users },
  { slug: 'api-keys', label: 'API keys', hint: 'For programs of your own', icon: KeyRound },
  { slug: 'organisation', label: 'Organisation', hint: 'Name, and starting another', icon: Building2 },
  { slug: 'appearance', label: 'Appearance', hint: 'Theme and keyboard', icon: Palette },
]

/** Sections beside the one that is open; on a phone one after the other. */
export function SettingsScreen({ children }: { children: ReactNode }) {
  const slug = usePathname().split('/')[2]
  return (
    <>
      <h1 className="sr-only">Settings</h1>
      <SidePane label="Settings" hiddenOnPhone={slug !== undefined}>
        <header className="flex h-14 shrink-0 items-center px-5">
          <p aria-hidden className="text-title font-semibold">
            Settings
          </p>
        </header>
        <ul className="grid gap-0.5 overflow-y-auto px-2">
          {sections.map((section) => (
            <li key={section.slug}>
              <SectionLink
                {...section}
                current={section.slug === (slug ?? 'numbers')}
                chosen={slug !== undefined}
              />
            </li>
          ))}
        </ul>
      </SidePane>
      <MainPane label="Section" hiddenOnPhone={slug === undefined}>
        {children}
      </MainPane>
    </>
  )
}

interface LinkProps {
  slug: string
  label: string
  hint: string
  icon: LucideIcon
  current: boolean
  chosen: boolean
}

function SectionLink({ slug, label, hint, icon: Icon, current, chosen }: LinkProps) {
  return (
    <Link
      href={`/settings/${slug}`}
      aria-current={current && chosen ? 'page' : undefined}
      className={cx(
        'flex min-h-14 items-center gap-3 rounded-[10px] px-3 py-2',
        // Without a section in the address a wide screen shows the first, and a phone only this list.
        current ? (chosen ? 'bg-sel' : 'hover:bg-hover md:bg-sel') : 'hover:bg-hover',
      )}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
      <span className="grid min-w-0">
        <span className="font-medium">{label}</span>
        <span className="truncate text-meta text-ink-2">{hint}</span>
      </span>
    </Link>
  )
}
