'use client'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { forgetOldDrafts } from '../sending/old-drafts'
import { AuthCard } from './auth-card'
import { useConfig } from './use-config'
import { safeNext } from './safe-next'
import { SignInForm } from './sign-in-form'
import { TextLink } from './text-link'

export function SignInScreen() {
  const t = useTranslations('auth')
  const search = useSearchParams()
  const next = safeNext(search.get('next'))
  const { config } = useConfig()
  useEffect(() => {
    // Where a session ended by itself, this page may be all that is opened here for weeks.
    try {
      forgetOldDrafts(localStorage)
      void forgetFiles()
    } catch (error) {
      console.warn('This browser keeps nothing, so there is nothing to forget.', error)
    }
  }, [])
  return (
    <AuthCard title={t('signInTitle')} lead={search.has('expired') ? t('signedOut') : undefined}>
      <SignInForm
        forgot={<TextLink href="/forgot-password">{t('forgot')}</TextLink>}
        // A full load, so that the first page is made for the person who just signed in.
        onDone={() => window.location.assign(next)}
      />
      {config?.signUp === 'open' ? (
        <p className="mt-5 text-small text-ink-2">
          {t('newHere')} <TextLink href="/sign-up">{t('createAnAccount')}</TextLink>
        </p>
      ) : null}
      {config?.signUp === 'set-up' ? (
        <p className="mt-5 text-small text-ink-2">
          {t('nobodyHere')} <TextLink href="/sign-up">{t('setItUp')}</TextLink>
        </p>
      ) : null}
    </AuthCard>
  )
}

/** What knows of files is fetched for that alone: who signs in does not wait for it. */
async function forgetFiles() {
  try {
    const { forgetOldFiles } = await import('../sending/forget-old-files')
    await forgetOldFiles()
  } catch (error) {
    console.warn('What is kept of files is looked through another time.', error)
  }
}
