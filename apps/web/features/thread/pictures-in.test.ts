import { waitingMedium, type Medium } from '@cloudpa/contracts/media'
import { expect, it } from 'vitest'
import { message, text } from '../messages/sample-message'
import { note } from '../messages/sample-note'
import { picturesIn } from './pictures-in'

const ready = (id: string, kind: Medium['kind']): Medium => ({
  ...waitingMedium(id, kind, null),
  state: 'ready',
})

it('takes the pictures that are there, in the order in which they were sent', () => {
  const media = [
    ready('b', 'image'),
    waitingMedium('c', 'image', null),
    ready('d', 'document'),
    ready('e', 'image'),
  ]
  const items = [
    message(1, { content: { kind: 'image', v: 1, body: '', media: [ready('a', 'image')] } }),
    note(2),
    message(3, { content: text('Look') }),
    message(4, { content: { kind: 'sticker', v: 1, body: '', media: [ready('s', 'sticker')] } }),
    message(5, { content: { kind: 'image', v: 1, body: '', media } }),
  ]
  const found = picturesIn(items).map(({ medium, message: { id } }) => `${id} ${medium.id}`)
  expect(found).toEqual(['m1 a', 'm5 b', 'm5 e'])
})
