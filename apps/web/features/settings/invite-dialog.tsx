'use client'
import type { Invitation } from '@cloudpa/contracts/orgs'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-field'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { handOverFocus } from '../../components/ui/focus-again'
import { useSubmit } from '../../components/ui/use-submit'
import { useErrorSentence } from '../words/use-error-sentence'
import { membersKey } from '../../client/use-members'

/** Invites by e-mail address; the link is shown once, to pass on by hand. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('settings')
  const [made, setMade] = useState<Invitation>()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('inviteTitle')}>
      {made?.link ? (
        <Made email={made.email} link={made.link} mailed={made.mailed} onAnother={() => setMade(undefined)} />
      ) : (
        <InviteForm onClose={onClose} onMade={setMade} />
      )}
    </Dialog>
  )
}

interface MadeProps {
  email: string
  link: string
  mailed: boolean | undefined
  onAnother: () => void
}

function Made({ email, link, mailed, onAnother }: MadeProps) {
  const t = useTranslations('settings')
  return (
    <div className="grid gap-4">
      <div role="status" className="grid gap-3">
        <CopyField label={t('inviteLink', { email })} value={link} loud={!mailed} />
        <p>{mailed ? t('linkMailed') : t('linkByHand')}</p>
      </div>
      <div ref={handOverFocus}>
        <Button look="ghost" className="-ms-3" onClick={onAnother}>
          {t('inviteAnother')}
        </Button>
      </div>
    </div>
  )
}

function InviteForm({ onClose, onMade }: { onClose: () => void; onMade: (made: Invitation) => void }) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const client = useQueryClient()
  const form = useSubmit({
    names: ['email', 'role'],
    check: ({ email }) => ({ email: /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : t('emailNeeded') }),
    submit: async ({ email, role }) => {
      const invitation = { email: email.trim(), role }
      const made = await request<Invitation>('POST', '/api/v1/members/invitations', invitation)
      await client.invalidateQueries({ queryKey: membersKey })
      onMade(made)
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  return (
    <form ref={handOverFocus} onSubmit={form.onSubmit} noValidate className="grid gap-4">
      <FormError>{form.faults.form}</FormError>
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label={t('email')}
          name="email"
          type="email"
          dir="ltr"
          autoComplete="off"
          className="flex-1 basis-56"
          error={form.faults.email}
        />
        <SelectField label={t('roleLabel')} name="role" defaultValue="member" className="basis-32">
          <option value="member">{t('role.member')}</option>
          <option value="admin">{t('role.admin')}</option>
        </SelectField>
      </div>
      <DialogFoot>
        <Button look="outline" onClick={onClose}>
          {common('cancel')}
        </Button>
        <Button type="submit" look="primary" busy={form.busy} data-testid="invite-submit">
          {form.busy ? t('inviting') : t('invite')}
        </Button>
      </DialogFoot>
    </form>
  )
}
