'use client'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { isSimulated } from '@cloudpa/contracts/simulated'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { buttonLook } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-field'
import { handOverFocus } from '../../components/ui/focus-again'
import { inTwilio } from '../words/in-twilio'
import { isolated } from '../words/isolated'
import { Step, Steps, Waiting } from './steps'
import { LetWriteButton } from './let-write-button'
import { useDemo } from './use-demo'

/** How to begin with a number of Twilio's own. */
const sandboxGuide = 'https://www.twilio.com/docs/whatsapp/sandbox'

/**
 * From nothing to the first message, in the order it happens. One step is now; what is done takes one line, and what
 * comes later says what it will be. With a number of one's own the made-up customer steps back.
 */
export function FirstMessage({ accounts }: { accounts: ChatAccount[] }) {
  const t = useTranslations('firstRun')
  const { data: demo } = useDemo()
  const own = accounts.filter((account) => !isSimulated(account))
  const account = own.find(({ active }) => active) ?? own[0]
  const simulated = accounts.find((one) => one.active && isSimulated(one)) ?? account
  // Stays on one line.
  const number = account?.formatted.replaceAll(' ', '\u00a0')
  const tryIt = <LetWriteButton number={simulated?.externalPhoneId ?? null} loud={!account} />
  return (
    <div ref={handOverFocus} data-testid="empty-inbox" className="flex-1 overflow-y-auto p-6 md:p-10">
      <div className="mx-auto grid max-w-xl gap-6">
        <h2 className="font-serif text-page font-medium text-balance">{t('title')}</h2>
        <Steps>
          {demo && !account ? (
            <Step title={t('tryTitle')} state="now">
              <p>{t('tryHint')}</p>
              {tryIt}
            </Step>
          ) : null}
          {number ? (
            <Step title={t('connectTitle')} state="done">
              {t.rich('connected', { number, ...isolated })}
            </Step>
          ) : (
            <Step title={t('connectTitle')} state={demo ? 'later' : 'now'}>
              <p>{t.rich('connectHint', inTwilio)}</p>
              <Connect filled={!demo} />
            </Step>
          )}
          <Step title={t('webhookTitle')} state={account ? 'now' : 'later'}>
            <p>{t(account ? 'webhookHint' : 'webhookLater')}</p>
            {account ? <CopyField label={t('webhookUrl')} value={account.webhookUrl} /> : null}
          </Step>
          <Step title={t('writeTitle')} state="later">
            <p>{number ? t.rich('writeHint', { number, ...isolated }) : t('writeLater')}</p>
            {number ? <Waiting /> : null}
          </Step>
        </Steps>
        {demo && account ? (
          <section className="grid gap-3 border-t border-line pt-6 text-ink-2">
            <p>{t('tryHint')}</p>
            {tryIt}
          </section>
        ) : null}
      </div>
    </div>
  )
}

function Connect({ filled }: { filled: boolean }) {
  const t = useTranslations('firstRun')
  return (
    <div className="flex flex-wrap gap-2">
      <Link href="/settings/numbers?connect" className={buttonLook(filled ? 'primary' : 'outline')}>
        {t('connect')}
      </Link>
      <a href={sandboxGuide} target="_blank" rel="noopener noreferrer" className={buttonLook('ghost')}>
        {t('noNumberYet')}
      </a>
    </div>
  )
}
