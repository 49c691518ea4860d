'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { cx } from '../../components/ui/cx'
import { SingleKeysSwitch } from '../actions/single-keys-switch'
import { LanguageChoice } from '../words/language-choice'
import { Card, Section } from './section'

const themes = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const
const never = () => () => undefined

/** How it looks and answers to keys, on this device. */
export function AppearanceSection() {
  const t = useTranslations('settings')
  const { theme, setTheme } = useTheme()
  // The server cannot know the choice, so nothing is marked before the browser took over.
  const mounted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <Section title={t('appearance')} lead={t('appearanceLead')}>
      <Card>
        <fieldset>
          <legend className="mb-3 font-medium">{t('theme')}</legend>
          <div className="grid gap-2 sm:grid-cols-3">
            {themes.map(({ value, icon: Icon }) => (
              <label
                key={value}
                className={cx(
                  'flex min-h-12 cursor-pointer items-center gap-2.5 rounded-ctl border px-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
                  mounted && theme === value ? 'border-transparent bg-sel' : 'border-control hover:bg-hover',
                )}
              >
                <input
                  type="radio"
                  name="theme"
                  value={value}
                  checked={mounted && theme === value}
                  onChange={() => setTheme(value)}
                  className="sr-only"
                />
                <Icon size={18} strokeWidth={1.75} aria-hidden />
                {t(value)}
              </label>
            ))}
          </div>
        </fieldset>
      </Card>
      <Card>
        <LanguageChoice />
      </Card>
      <Card>
        <SingleKeysSwitch />
      </Card>
    </Section>
  )
}
