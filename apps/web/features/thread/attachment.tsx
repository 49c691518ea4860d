'use client'
import { ContactCards } from '../contacts/contact-card'
import { Album } from '../messages/album'
import type { AttachmentProps } from '../messages/attachment-place'
import { ChoiceMark } from '../messages/choice-mark'
import { mediumOf } from '../messages/describe-message'
import { FormAnswers } from '../messages/form-answers'
import { MediumView } from '../messages/medium'
import { PlaceTile } from '../messages/place-tile'
import { TemplateText } from '../messages/template-face'
import { UnknownForm } from '../messages/unknown-form'
import { Happening } from './happening'
import { useOpenPicture } from './open-picture'

/** What a message carries besides its words, each kind in its own way. */
export function AttachmentView(props: AttachmentProps) {
  const { attachment, message } = props
  const onOpen = (mediumId: string) =>
    message && useOpenPicture.getState().open(message.conversationId, mediumId)
  const medium = mediumOf(attachment)
  // One file's player is never handed to another.
  if (medium) return <MediumView key={medium.id} {...props} medium={medium} onOpen={onOpen} />
  switch (attachment.kind) {
    case 'album':
      return <Album {...props} media={attachment.media} onOpen={onOpen} />
    case 'contacts':
      return <ContactCards {...props} cards={attachment.contacts} />
    case 'location':
      return <PlaceTile {...props} place={attachment} />
    case 'flow':
      return <FormAnswers {...props} answers={attachment.answers} />
    case 'button':
    case 'list':
      return <ChoiceMark kind={attachment.kind} />
    case 'call_permission':
    case 'sandbox_join':
      return <Happening {...props} event={attachment} />
    case 'template':
      return (
        <TemplateText template={attachment} current={props.current}>
          {props.children}
        </TemplateText>
      )
    default:
      return <UnknownForm {...props} />
  }
}
