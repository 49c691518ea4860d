'use client'
import type { QuickReply } from '@cloudpa/contracts/quick-replies'
import { maxBodyLength } from '@cloudpa/contracts/send-limits'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError, TextField } from '../../components/ui/field'
import { Switch } from '../../components/ui/switch'
import { useSubmit } from '../../components/ui/use-submit'
import { variables } from '../quick-replies/fill-in'
import { quickRepliesKey, quickRepliesPath } from '../quick-replies/use-quick-replies'
import { useErrorSentence } from '../words/use-error-sentence'

interface Props {
  /** Null for a new one. */
  reply: QuickReply | null
  /** Whether it can be everybody's. */
  mayShare: boolean
  onClose: () => void
}

/** As the contract has it; the schema itself would bring zod along. */
const isShortcut = /^[\p{L}\p{M}\p{N}_-]{1,32}$/u

/** A quick reply, as it is kept. */
export function QuickReplyDialog({ reply, mayShare, onClose }: Props) {
  const t = useTranslations('quickReplies')
  const common = useTranslations('common')
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const [shared, setShared] = useState(reply?.shared ?? mayShare)
  const form = useSubmit({
    names: ['shortcut', 'text'],
    check: ({ shortcut, text }) => ({
      shortcut: isShortcut.test(bare(shortcut)) ? undefined : t('shortcutWrong'),
      text: faultOf(text),
    }),
    submit: async ({ shortcut, text }) => {
      const input = { shortcut: bare(shortcut), text: text.trim(), shared }
      if (reply) await request('PATCH', `${quickRepliesPath}/${encodeURIComponent(reply.id)}`, input)
      else await request('POST', quickRepliesPath, input)
      await client.invalidateQueries({ queryKey: quickRepliesKey })
      onClose()
    },
    explain: (error) => {
      const isTaken = error instanceof ApiError && error.params?.reason === 'shortcut_taken'
      return { [isTaken ? 'shortcut' : 'form']: sentenceOf(error) }
    },
  })
  function faultOf(text: string) {
    if (!text.trim()) return t('textMissing')
    return text.trim().length > maxBodyLength ? t('textTooLong', { count: maxBodyLength }) : undefined
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={reply ? t('editTitle', { shortcut: reply.shortcut }) : t('new')}
    >
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError>{form.faults.form}</FormError>
        <Field
          label={t('shortcut')}
          hint={t('shortcutHint', { example: t('example') })}
          name="shortcut"
          defaultValue={reply?.shortcut}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          error={form.faults.shortcut}
        />
        <TextField
          label={t('text')}
          hint={<Variables />}
          name="text"
          dir="auto"
          defaultValue={reply?.text}
          error={form.faults.text}
        />
        {mayShare ? (
          <Switch label={t('shared')} hint={t('sharedHint')} checked={shared} onCheckedChange={setShared} />
        ) : null}
        <DialogFoot>
          <Button look="outline" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" look="primary" busy={form.busy} data-testid="save-quick-reply">
            {form.busy ? t('saving') : t('save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

/** As one may write it, with its slash. */
const bare = (shortcut: string) => shortcut.trim().replace(/^\//, '').toLowerCase()

/** What is filled in by itself, as it is written. */
function Variables() {
  const t = useTranslations('quickReplies')
  return (
    <>
      {t('textHint')}{' '}
      {variables.map((name, index) => (
        <span key={name}>
          {index > 0 ? ', ' : null}
          <code dir="ltr" className="rounded-tail bg-inset px-1">{`{{${name}}}`}</code>{' '}
          {t('variable', { name })}
        </span>
      ))}
    </>
  )
}
