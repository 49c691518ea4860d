'use client'
import type { Invitation, Me, Member, MemberList, Role } from '@cloudpa/contracts/orgs'
import { useQueryClient } from '@tanstack/react-query'
import { Mail, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { toast } from '../../client/toast'
import { request } from '../../client/request'
import { Avatar } from '../../components/ui/avatar'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { handOverFocus } from '../../components/ui/focus-again'
import { canManage, useMe } from '../../client/use-me'
import { useNow } from '../../client/use-now'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { RoleMenu } from './role-menu'
import { RoleTable } from './role-table'
import { Address, RowCard } from './card'
import { Answered, Section } from './section'
import { membersKey, useMembers } from '../../client/use-members'

const InviteDialog = dynamic(() => import('./invite-dialog').then((module) => module.InviteDialog), {
  ssr: false,
})

/** Who answers customers here, and who is invited to. */
export function TeamSection() {
  const t = useTranslations('settings')
  const me = useMe()
  const members = useMembers()
  const [inviting, setInviting] = useState(false)
  const manage = canManage(me.data)
  return (
    <Section
      title={t('team')}
      lead={me.data && (manage ? t('teamLead') : t('teamLeadMember'))}
      action={
        manage ? (
          <Button look="primary" data-testid="invite" onClick={() => setInviting(true)}>
            <UserPlus size={18} strokeWidth={1.75} aria-hidden />
            {t('inviteTitle')}
          </Button>
        ) : null
      }
      aside={<RoleTable />}
    >
      <Answered query={me} shape="rows">
        {(person) => (
          <Answered query={members} shape="rows">
            {(team) => <Team me={person} team={team} />}
          </Answered>
        )}
      </Answered>
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Section>
  )
}

function Team({ me, team }: { me: Me; team: MemberList }) {
  const t = useTranslations('settings')
  const manage = canManage(me)
  const change = useChange()
  return (
    <RowCard label={t('members')}>
      {team.items.map((member) => (
        <MemberRow key={member.id} member={member} me={me} change={change} />
      ))}
      {team.invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} manage={manage} change={change} />
      ))}
    </RowCard>
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
      await toast('error', sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: membersKey })
  }
}

function MemberRow({ member, me, change }: { member: Member; me: Me; change: Change }) {
  const t = useTranslations('settings')
  const path = `/api/v1/members/${encodeURIComponent(member.id)}`
  const self = member.userId === me.user?.id
  // Only an owner makes or unmakes owners.
  const manage = canManage(me) && !self && (me.role === 'owner' || member.role !== 'owner')
  const choices: Role[] = me.role === 'owner' ? ['owner', 'admin', 'member'] : ['admin', 'member']
  return (
    <li>
      <Avatar id={member.userId} name={member.name} className="size-9 text-meta" />
      <div className="grid min-w-0 flex-1 basis-40">
        <span className="truncate font-medium">
          <bdi>{member.name}</bdi>
          {self ? <span className="font-normal text-ink-2"> {t('thatsYou')}</span> : null}
        </span>
        <Address className="text-small text-ink-2">{member.email}</Address>
      </div>
      {manage ? (
        <div className="ms-auto flex items-center gap-1">
          <RoleMenu
            label={t('roleOf', { name: member.name })}
            role={member.role}
            choices={choices}
            onChoose={(role) => change('PATCH', path, { role })}
          />
          <Confirm
            trigger={
              <Button look="ghost" className="-me-3">
                {t('remove')}
              </Button>
            }
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
    <li ref={handOverFocus}>
      {/* Not here yet. */}
      <span
        aria-hidden
        className="grid size-9 shrink-0 place-items-center rounded-full text-ink-2 [border:var(--dash)_var(--control)]"
      >
        <Mail size={16} strokeWidth={2} />
      </span>
      <div className="grid min-w-0 flex-1 basis-40">
        <Address className="font-medium">{invitation.email}</Address>
        <span className="text-small text-ink-2">{t('invitedUntil', { until })}</span>
      </div>
      <div className="ms-auto flex items-center gap-1">
        <span className={manage ? 'px-3 text-ink-2' : 'text-ink-2'}>{t(`role.${invitation.role}`)}</span>
        {manage ? (
          <Button
            look="ghost"
            className="-me-3"
            onClick={() =>
              void change('DELETE', `/api/v1/members/invitations/${encodeURIComponent(invitation.id)}`)
            }
          >
            {t('takeBack')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}
