'use client'
import { Switch } from '../../components/ui/switch'
import { usePreferences } from './preferences'

/** WCAG 2.1.4: speech input and stray fingers must not trigger things. */
export function SingleKeysSwitch() {
  const { singleKeys, setSingleKeys } = usePreferences()
  return (
    <Switch
      label="Single-key shortcuts"
      hint="Letters such as J, K and R act when you are not typing. Turn off if you dictate or hit keys by accident."
      checked={singleKeys}
      onCheckedChange={setSingleKeys}
    />
  )
}
