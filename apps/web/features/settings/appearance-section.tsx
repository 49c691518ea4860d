'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../../components/ui/button'
import { RadioCards } from '../../components/ui/radio-cards'
import { useThemeChoice } from '../../components/ui/use-theme-choice'
import { doAction } from '../actions/registry'
import { SingleKeysSwitch } from '../actions/single-keys-switch'
import { LanguageChoice } from '../words/language-choice'
import { Card, CardTitle } from './card'
import { Section } from './section'

/** How it looks and answers to keys, on this device. */
export function AppearanceSection() {
  const t = useTranslations('settings')
  return (
    <Section title={t('appearance')} lead={t('appearanceLead')} aside={<Keyboard />}>
      <Card>
        <RadioCards {...useThemeChoice()} className="sm:grid-cols-3" />
      </Card>
      <Card>
        <LanguageChoice />
      </Card>
    </Section>
  )
}

function Keyboard() {
  const t = useTranslations('settings')
  return (
    <Card>
      <CardTitle>{t('keyboard')}</CardTitle>
      <SingleKeysSwitch />
      <div className="max-md:hidden">
        <Button look="outline" onClick={() => doAction('shortcuts')}>
          {t('seeKeys')}
        </Button>
      </div>
    </Card>
  )
}
