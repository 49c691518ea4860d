'use client'
import type { Invitation, Me, Member, Role } from '@cloudpa/contracts/orgs'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { Avatar } from '../../components/ui/avatar'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { FormError } from '../../components/ui/field'
import { canManage, useMe } from '../../client/use-me'
import { useNow } from '../window/use-now'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { InviteForm } from './invite-form'
import { CardsLoading, RowCard, Section } from './section'
import { membersKey, useMembers } from './use-members'

/** Who answers customers here, and who is invited to. */
export function TeamSection() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const { data: me } = useMe()
  const members = useMembers()
  const manage = canManage(me)
  const change = useChange()
  return (
    <Section title={t('team')} lead={manage ? t('teamLead') : t('teamLeadMember')}>
      {members.isPending ? <CardsLoading /> : null}
      {members.isError ? <FormError>{sentenceOf(members.error)}</FormError> : null}
      {members.data ? (
        <>
          <RowCard label={t('members')}>
            {members.data.items.map((member) => (
              <MemberRow key={member.id} member={member} me={me} change={change} />
            ))}
          </RowCard>
          {manage ? <InviteForm /> : null}
          {members.data.invitations.length > 0 ? (
            <RowCard label={t('openInvitations')}>
              {members.data.invitations.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} manage={manage} change={change} />
              ))}
            </RowCard>
          ) : null}
        </>
      ) : null}
    </Section>
  )
}

type Change = (method: 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<void>

/** Carries out a change and shows the list as it then is; a refusal is said in words. */
function useChange(): Change {
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  return async (method, path, body) => {
    try {
      await request(method, path, body)
    } catch (error) {
      await notify('error', sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: membersKey })
  }
}

function MemberRow({ member, me, change }: { member: Member; me: Me | undefined; change: Change }) {
  const t = useTranslations('settings')
  const path = `/api/v1/members/${encodeURIComponent(member.id)}`
  const self = member.userId === me?.user?.id
  // Only an owner makes or unmakes owners.
  const manage = canManage(me) && !self && (me?.role === 'owner' || member.role !== 'owner')
  const choices: Role[] = me?.role === 'owner' ? ['owner', 'admin', 'member'] : ['admin', 'member']
  return (
    <li>
      <Avatar id={member.userId} name={member.name} className="size-9 text-meta" />
      <div className="grid min-w-0 flex-1 basis-40">
        <span className="truncate font-medium">
          <bdi>{member.name}</bdi>
          {self ? <span className="font-normal text-ink-2"> {t('thatsYou')}</span> : null}
        </span>
        <span className="truncate text-small text-ink-2">{member.email}</span>
      </div>
      {manage ? (
        <div className="ms-auto flex items-center gap-1">
          <select
            aria-label={t('roleOf', { name: member.name })}
            value={member.role}
            onChange={(event) => void change('PATCH', path, { role: event.target.value })}
            className="h-[max(2.25rem,var(--tap))] rounded-ctl border border-control bg-panel px-2 text-reading md:text-ui"
          >
            {choices.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </select>
          <Confirm
            trigger={<Button look="ghostDanger">{t('remove')}</Button>}
            title={t('removeMemberTitle', { name: member.name })}
            description={t('removeMemberHint', { name: member.name })}
            action={t('removeMember')}
            onConfirm={() => void change('DELETE', path)}
          />
        </div>
      ) : (
        <span className="text-ink-2">{t(`role.${member.role}`)}</span>
      )}
    </li>
  )
}

interface InvitationProps {
  invitation: Invitation
  manage: boolean
  change: Change
}

function InvitationRow({ invitation, manage, change }: InvitationProps) {
  const t = useTranslations('settings')
  const until = useTimes().dateLabel(invitation.expiresAt, useNow())
  return (
    <li>
      <div className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{invitation.email}</span>
        <span className="text-small text-ink-2">
          {t('invitedAs', { role: t(`role.${invitation.role}`), until })}
        </span>
      </div>
      {manage ? (
        <Button
          look="ghost"
          onClick={() =>
            void change('DELETE', `/api/v1/members/invitations/${encodeURIComponent(invitation.id)}`)
          }
        >
          {t('takeBack')}
        </Button>
      ) : null}
    </li>
  )
}
