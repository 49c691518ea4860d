'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, type ComponentProps } from 'react'
import { IconButton } from './button'
import { Field } from './field'

/** A field for a secret, which can be looked at: whoever can't see what they typed types it wrong. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'end'>) {
  const t = useTranslations('common')
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <Field
      // A secret is Latin, whatever the page is read in.
      dir="ltr"
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      type={isShown ? 'text' : 'password'}
      end={
        <IconButton label={t('showTyped')} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          <Icon size={18} strokeWidth={1.75} aria-hidden />
        </IconButton>
      }
    />
  )
}
