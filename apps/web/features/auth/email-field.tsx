'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { Field } from '../../components/ui/field'

/** The address of an account. */
export function EmailField(props: Omit<ComponentProps<typeof Field>, 'label'>) {
  const t = useTranslations('auth')
  return (
    <Field
      label={t('email')}
      name="email"
      type="email"
      dir="ltr"
      autoComplete="username"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      data-testid="sign-up-email"
      {...props}
    />
  )
}
