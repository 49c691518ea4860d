import { beforeEach, expect, it } from 'vitest'
import { useFocusWish } from '../conversations/open-conversation'
import { useNoteDrafts } from '../sending/drafts'
import { useWriting } from './writing'

beforeEach(() => {
  useWriting.setState({ noteIn: null, openId: null })
  useNoteDrafts.setState({ texts: { ana: 'She pays late' } })
})

it('goes on with a note that was begun, and begins with the reply elsewhere', () => {
  const { cameTo } = useWriting.getState()
  cameTo('ana')
  expect(useWriting.getState().noteIn).toBe('ana')
  cameTo('tom')
  expect(useWriting.getState().noteIn).toBeNull()
  cameTo('ana')
  expect(useWriting.getState().noteIn).toBe('ana')
})

it('leaves whoever went to the reply there, and does not take up a note that another tab begins', () => {
  const { cameTo, writeReply } = useWriting.getState()
  cameTo('ana')
  writeReply()
  cameTo('ana')
  expect(useWriting.getState().noteIn).toBeNull()
  cameTo('tom')
  useNoteDrafts.setState({ texts: { tom: 'begun elsewhere' } })
  cameTo('tom')
  expect(useWriting.getState().noteIn).toBeNull()
})

it('asks for the keyboard each time, and never for the reply’s field', () => {
  useWriting.getState().writeNote('ana')
  expect(useFocusWish.getState().wish).toMatchObject({ id: 'ana', focus: 'note', onPurpose: true })
})
