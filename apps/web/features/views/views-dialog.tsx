'use client'
import type { View } from '@cloudpa/contracts/views'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { canManage, useMe } from '../../client/use-me'
import { Dialog } from '../../components/ui/dialog'
import { useMedia } from '../../components/ui/use-media'
import type { ListedView } from '../conversations/list-of-view'
import type { ListName } from '../live/conversation-filters'
import { ViewForm } from './view-form'
import { ViewRows } from './view-rows'

interface Props {
  views: ListedView[]
  go: (list: ListName) => void
  onClose: () => void
}

/** Saves the list that is shown under a name, and looks after those that were saved. */
export function ViewsDialog({ views, go, onClose }: Props) {
  const t = useTranslations('views')
  const { data: me } = useMe()
  const [edited, setEdited] = useState<View | null>(null)
  const mayShare = canManage(me)
  const isTouch = useMedia('(pointer: coarse)')
  const rows = edited ? null : (
    <ViewRows
      views={views}
      mayShare={mayShare}
      onEdit={setEdited}
      onOpen={(list) => {
        onClose()
        go(list)
      }}
    />
  )
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={edited ? t('edit', { name: edited.name }) : t('title')}
      description={edited ? undefined : t('lead')}
      rests={isTouch}
    >
      {/* A finger mostly comes to open one; the keys for that are elsewhere, so a name can be typed at once. */}
      {isTouch ? rows : null}
      <ViewForm
        key={edited?.id ?? ''}
        view={edited}
        mayShare={mayShare}
        onCancel={() => (edited ? setEdited(null) : onClose())}
        onSaved={(list) => {
          onClose()
          if (!edited) go(list)
        }}
      />
      {isTouch ? null : rows}
    </Dialog>
  )
}
