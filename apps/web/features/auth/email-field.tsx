import type { ComponentProps } from 'react'
import { Field } from '../../components/ui/field'

export const emailRules = {
  required: 'Enter your e-mail.',
  pattern: { value: /^\S+@\S+\.\S+$/, message: 'That is not an e-mail address.' },
}

/** The address of an account. */
export function EmailField(props: Omit<ComponentProps<typeof Field>, 'label'>) {
  return (
    <Field
      label="E-mail"
      type="email"
      autoComplete="username"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      data-testid="sign-up-email"
      {...props}
    />
  )
}
