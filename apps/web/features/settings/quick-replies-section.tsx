'use client'
import type { QuickReply } from '@cloudpa/contracts/quick-replies'
import { useQueryClient } from '@tanstack/react-query'
import { SquareSlash } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { canManage, useMe } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { Empty } from '../../components/ui/empty'
import { quickRepliesKey, quickRepliesPath, useQuickReplies } from '../quick-replies/use-quick-replies'
import { useErrorSentence } from '../words/use-error-sentence'
import { Card, RowCard } from './card'
import { Answered, Section } from './section'

const QuickReplyDialog = dynamic(
  () => import('./quick-reply-dialog').then((module) => module.QuickReplyDialog),
  { ssr: false },
)

/** Texts kept to be sent again: the org's, and one's own. */
export function QuickRepliesSection() {
  const t = useTranslations('quickReplies')
  const replies = useQuickReplies()
  const { data: me } = useMe()
  const [edited, setEdited] = useState<QuickReply | 'new' | null>(null)
  return (
    <Section
      title={t('title')}
      lead={t('lead')}
      action={
        <Button
          look="primary"
          aria-haspopup="dialog"
          data-testid="new-quick-reply"
          onClick={() => setEdited('new')}
        >
          {t('new')}
        </Button>
      }
    >
      <Answered query={replies} shape="rows">
        {({ items }) =>
          items.length > 0 ? (
            <RowCard label={t('title')}>
              {items.map((reply) => (
                <Row
                  key={reply.id}
                  reply={reply}
                  mayChange={!reply.shared || canManage(me)}
                  onEdit={() => setEdited(reply)}
                />
              ))}
            </RowCard>
          ) : (
            <Card>
              <Empty icon={SquareSlash} title={t('emptyTitle')} level="h3">
                <p>{t('emptyHint')}</p>
              </Empty>
            </Card>
          )
        }
      </Answered>
      {edited && me ? (
        <QuickReplyDialog
          reply={edited === 'new' ? null : edited}
          mayShare={canManage(me)}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Section>
  )
}

interface RowProps {
  reply: QuickReply
  mayChange: boolean
  onEdit: () => void
}

function Row({ reply, mayChange, onEdit }: RowProps) {
  const t = useTranslations('quickReplies')
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const { id, shortcut, text, shared } = reply

  async function remove() {
    try {
      await request('DELETE', `${quickRepliesPath}/${encodeURIComponent(id)}`)
    } catch (error) {
      await toast('error', sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: quickRepliesKey })
  }
  return (
    <li data-testid="quick-reply">
      <div className="grid min-w-0 flex-1 basis-40">
        <span className="flex min-w-0 items-baseline gap-2">
          <bdi className="truncate font-medium">/{shortcut}</bdi>
          <span className="shrink-0 text-meta text-ink-3">{shared ? t('everyone') : t('yours')}</span>
        </span>
        <span
          dir="auto"
          className="line-clamp-2 text-small [overflow-wrap:anywhere] whitespace-pre-line text-ink-2"
        >
          {text}
        </span>
      </div>
      {mayChange ? (
        <div className="-me-3 flex">
          <Button
            look="ghost"
            aria-haspopup="dialog"
            aria-label={t('editTitle', { shortcut })}
            onClick={onEdit}
          >
            {t('edit')}
          </Button>
          <Confirm
            trigger={<Button look="ghost">{t('delete')}</Button>}
            title={t('deleteTitle', { shortcut })}
            description={t('deleteHint')}
            action={t('deleteAction')}
            onConfirm={() => void remove()}
          />
        </div>
      ) : null}
    </li>
  )
}
