'use client'
import type { ImportAnswer } from '@cloudpa/contracts/contacts'
import { useFormatter, useLocale, useTranslations } from 'next-intl'

/** More would only be scrolled past. */
const shownFaults = 50

/** What an import would do, by row: what it makes, and what it leaves out and why. */
export function ImportPreview({ answer }: { answer: ImportAnswer }) {
  const t = useTranslations('addressBook')
  const locale = useLocale()
  const { made, renamed, unchanged, failed, country, labels, sample, faults } = answer
  const format = useFormatter()
  return (
    <div className="grid gap-4">
      <ul role="list" className="grid gap-1">
        <li className="font-medium">{t('willMake', { count: made })}</li>
        {renamed > 0 ? <li>{t('willRename', { count: renamed })}</li> : null}
        {unchanged > 0 ? <li className="text-ink-2">{t('willKeep', { count: unchanged })}</li> : null}
        {failed > 0 ? <li className="text-danger">{t('willSkip', { count: failed })}</li> : null}
        {labels.length > 0 ? (
          <li className="text-small [overflow-wrap:anywhere] text-ink-2">
            {t('newGet', { fields: format.list(labels, { type: 'conjunction' }) })}
          </li>
        ) : null}
        {country ? (
          <li className="text-small text-ink-2">
            {t('countryIs', {
              country: new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country,
            })}
          </li>
        ) : null}
      </ul>
      {failed > 0 ? <Faults faults={faults} failed={failed} /> : null}
      {sample.length > 0 ? <Sample sample={sample} /> : null}
    </div>
  )
}

const cell = 'py-1.5 pe-3 text-start align-baseline'
const frame = 'rounded-ctl border border-line px-3'

function Faults({ faults, failed }: Pick<ImportAnswer, 'faults' | 'failed'>) {
  const t = useTranslations('addressBook')
  const why = useWhy()
  const shown = faults.slice(0, shownFaults)
  return (
    <div className={frame}>
      <table className="w-full text-small" data-testid="import-faults">
        <thead className="text-ink-2">
          <tr>
            <th className={cell}>{t('line')}</th>
            <th className={cell}>{t('why')}</th>
            <th className={cell}>{t('there')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ line, reason, value }) => (
            <tr key={line} className="border-t border-line">
              <td className={`${cell} tabular-nums`}>{line}</td>
              <td className={cell}>{why(reason)}</td>
              <td className={`${cell} [overflow-wrap:anywhere] text-ink-2`}>
                <bdi>{value}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {failed > shown.length ? (
        <p className="py-1.5 text-small text-ink-2">{t('moreFaults', { count: failed - shown.length })}</p>
      ) : null}
    </div>
  )
}

function useWhy() {
  const t = useTranslations('addressBook')
  return (reason: string): string => {
    switch (reason) {
      case 'no_number':
        return t('whyNoNumber')
      case 'number':
        return t('whyNumber')
      case 'duplicate':
        return t('whyDuplicate')
      case 'name':
        return t('whyName')
      case 'about':
        return t('whyAbout')
      case 'details':
        return t('whyDetails')
      default:
        return t('whyOther')
    }
  }
}

function Sample({ sample }: Pick<ImportAnswer, 'sample'>) {
  const t = useTranslations('addressBook')
  const becomes = (what: string) => t(what === 'made' ? 'new' : what === 'renamed' ? 'renamed' : 'same')
  return (
    <div className={frame}>
      <table className="w-full text-small" aria-label={t('preview')}>
        <tbody>
          {sample.map((row) => (
            <tr key={row.line} className="border-line not-first:border-t">
              <td className={`${cell} font-medium [overflow-wrap:anywhere]`}>
                <bdi>{row.name}</bdi>
              </td>
              <td className={`${cell} whitespace-nowrap tabular-nums`}>
                <bdi>{row.formattedPhone}</bdi>
              </td>
              <td className={`${cell} whitespace-nowrap text-ink-2`}>{becomes(row.becomes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
