'use client'
import type { Role } from '@cloudpa/contracts/orgs'
import { Check, Minus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card, CardTitle } from './card'

const roles: Role[] = ['member', 'admin', 'owner']

/** What the API lets each role do, in the words of a team. */
const abilities = {
  answer: ['member', 'admin', 'owner'],
  numbers: ['admin', 'owner'],
  people: ['admin', 'owner'],
  keys: ['admin', 'owner'],
  owners: ['owner'],
} as const satisfies Record<string, readonly Role[]>

/** Who can do what, beside the people who do. */
export function RoleTable() {
  const t = useTranslations('settings')
  return (
    <Card>
      <CardTitle>{t('rolesTitle')}</CardTitle>
      <table className="w-full text-small">
        <thead>
          <tr className="align-bottom text-ink-2">
            <th scope="col">
              <span className="sr-only">{t('ability.title')}</span>
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" className="ps-2 pb-1 font-normal">
                {t(`role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.keys(abilities) as (keyof typeof abilities)[]).map((ability) => (
            <tr key={ability} className="border-t border-line">
              <th scope="row" className="py-2 text-start font-normal">
                {t(`ability.${ability}`)}
              </th>
              {roles.map((role) => (
                <Cell key={role} may={abilities[ability].some((one) => one === role)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Cell({ may }: { may: boolean }) {
  const t = useTranslations('settings')
  const Icon = may ? Check : Minus
  return (
    <td className="ps-2">
      <Icon size={14} strokeWidth={2} aria-hidden className={may ? 'mx-auto' : 'mx-auto text-ink-3'} />
      <span className="sr-only">{may ? t('yes') : t('no')}</span>
    </td>
  )
}
