'use client'
import { LayoutTemplate, MapPin, Paperclip, Plus, Smile, SquareSlash } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState, type RefObject } from 'react'
import { IconButton } from '../../components/ui/button'
import { Tooltip } from '../../components/ui/tooltip'
import { useFetched } from '../../components/ui/use-fetched'
import { useMenu } from '../../components/ui/use-menu'
import { useChoosing } from '../templates/choosing'
import { attach } from './attach-soon'
import { accepts } from './check-file'
import { usePlace } from './use-place'
import { useWriting } from './writing'
import { WritingTabs } from './writing-tabs'

const fetchAdd = () => import('./add-menu').then(({ AddMenu }) => AddMenu)
const fetchPicker = () => import('../emoji/emoji-picker').then(({ EmojiPicker }) => EmojiPicker)

const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const

interface Props {
  /** Of the conversation. */
  id: string
  box: RefObject<HTMLTextAreaElement | null>
  ready: boolean
  /** Puts a text where the caret is. */
  onInsert: (text: string) => void
  /** Opens the list of quick replies, as a slash does. */
  onReplies: () => void
  onSendDone: () => void
}

/** What can be added to a message: beside each other under the text, on a phone behind the plus. */
export function Tools({ id, box, ready, onInsert, onReplies, onSendDone }: Props) {
  const t = useTranslations('composer')
  const { trigger, menu, List } = useMenu(fetchAdd)
  const [Picker, fetchIt] = useFetched(fetchPicker)
  const [isPicking, setPicking] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const failed = useTranslations('errors')('unreachable')
  const place = usePlace(id)
  function pick() {
    setPicking(true)
    // Where it can't be fetched, the next press tries again.
    void fetchIt().then((came) => (came ? undefined : setPicking(false)))
  }
  const askTemplate = () => useChoosing.getState().ask({ conversationId: id })
  return (
    <>
      <IconButton
        {...trigger}
        label={t('add')}
        data-testid="add-button"
        // A finger hits it up to the edge of the card.
        className="relative m-0.75 after:absolute after:-inset-0.75 max-md:-order-1 max-md:size-10 md:hidden"
      >
        <Plus size={22} strokeWidth={1.75} aria-hidden />
      </IconButton>
      {List ? (
        <List
          id={id}
          menu={menu}
          ready={ready}
          onFile={() => file.current?.click()}
          onPlace={place.open}
          onReplies={onReplies}
          onTemplate={askTemplate}
          onEmoji={pick}
          onNote={() => useWriting.getState().writeNote(id)}
          onSendDone={onSendDone}
        />
      ) : null}
      <div className="flex flex-1 items-center gap-0.5 self-center ps-2 max-md:hidden">
        <WritingTabs id={id} mayReply className="me-1.5" />
        <Tooltip text={t('attach')}>
          <IconButton label={t('attach')} data-testid="attach-button" onClick={() => file.current?.click()}>
            <Paperclip {...icon} />
          </IconButton>
        </Tooltip>
        <Tooltip text={t('emoji')} keys={[':']}>
          <IconButton
            label={t('emoji')}
            aria-haspopup="dialog"
            aria-expanded={isPicking}
            data-testid="emoji-button"
            onPointerEnter={() => void fetchIt()}
            onFocus={() => void fetchIt()}
            onClick={pick}
          >
            <Smile {...icon} />
          </IconButton>
        </Tooltip>
        <Tooltip text={t('quickReplies')} keys={['/']}>
          <IconButton label={t('quickReplies')} data-testid="replies-button" onClick={onReplies}>
            <SquareSlash {...icon} />
          </IconButton>
        </Tooltip>
        <Tooltip text={t('template')} keys={['T']}>
          <IconButton
            label={t('template')}
            aria-haspopup="dialog"
            data-testid="template-button"
            onClick={askTemplate}
          >
            <LayoutTemplate {...icon} />
          </IconButton>
        </Tooltip>
        <Tooltip text={t('location')}>
          <IconButton
            label={t('location')}
            aria-haspopup="dialog"
            data-testid="location-button"
            onClick={place.open}
          >
            <MapPin {...icon} />
          </IconButton>
        </Tooltip>
      </div>
      <input
        ref={file}
        type="file"
        multiple
        hidden
        accept={accepts}
        data-testid="file-input"
        onChange={({ currentTarget }) => {
          void attach(id, currentTarget.files ?? [], failed)
          // The same file may be chosen another time.
          currentTarget.value = ''
          box.current?.focus()
        }}
      />
      {place.dialog}
      {isPicking && Picker ? (
        <Picker
          anchor={box}
          onChoose={(char) => {
            setPicking(false)
            onInsert(char)
          }}
          onClose={() => setPicking(false)}
        />
      ) : null}
    </>
  )
}
