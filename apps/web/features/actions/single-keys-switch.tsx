'use client'
import { useTranslations } from 'next-intl'
import { Switch } from '../../components/ui/switch'
import { usePreferences } from './preferences'

/** WCAG 2.1.4: speech input and stray fingers must not trigger things. */
export function SingleKeysSwitch() {
  const t = useTranslations('actions')
  const { singleKeys, choose } = usePreferences()
  return (
    <Switch
      label={t('singleKeys')}
      hint={t('singleKeysHint')}
      checked={singleKeys}
      onCheckedChange={(singleKeys) => choose({ singleKeys })}
    />
  )
}
