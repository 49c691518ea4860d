export const newPasswordRules = {
  required: 'Choose a password.',
  minLength: { value: 8, message: 'Use at least 8 characters.' },
  maxLength: { value: 128, message: 'That is longer than a password can be (128 characters).' },
}
