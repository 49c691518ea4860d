'use client'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { RadioCards } from '../../components/ui/radio-cards'
import { useMedia, wide } from '../../components/ui/use-media'
import { holdSeconds, usePreferences, type AfterDone } from '../actions/preferences'
import { modKey } from '../actions/registry'
import { Card } from './card'
import { Section } from './section'

const never = () => () => undefined
const ways: AfterDone[] = ['next', 'list']

/** How one writes, sends and goes on, on this device. */
export function WritingSection() {
  const t = useTranslations('settings')
  const { enterSends, holdSeconds: chosen, afterDone, choose } = usePreferences()
  const isWide = useMedia(wide)
  // The server cannot know whose keyboard it is.
  const key = useSyncExternalStore(
    never,
    () => modKey,
    () => 'Ctrl',
  )
  return (
    <Section title={t('writing')} lead={t('writingLead')}>
      <Card>
        <RadioCards
          legend={t('enterTitle')}
          options={[
            { value: 'enter', label: t('enterSends') },
            { value: 'mod', label: t('modSends', { key }) },
          ]}
          value={enterSends ? 'enter' : 'mod'}
          onChoose={(value) => choose({ enterSends: value === 'enter' })}
          className="sm:grid-cols-2"
        />
        <p className="text-small text-ink-2">{t('enterHint')}</p>
      </Card>
      <Card>
        <RadioCards
          legend={t('holdTitle')}
          options={holdSeconds.map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? t('holdOff') : t('holdFor', { seconds }),
          }))}
          value={String(chosen)}
          onChoose={(value) => choose({ holdSeconds: holdSeconds.find((one) => String(one) === value) ?? 0 })}
          className="grid-cols-2 sm:grid-cols-4"
        />
        <p className="text-small text-ink-2">{t('holdHint')}</p>
      </Card>
      <Card>
        <RadioCards
          legend={t('afterTitle')}
          options={ways.map((value) => ({ value, label: t(value === 'next' ? 'afterNext' : 'afterList') }))}
          value={afterDone ?? (isWide ? 'next' : 'list')}
          onChoose={(value) => choose({ afterDone: value })}
          className="sm:grid-cols-2"
        />
      </Card>
    </Section>
  )
}
