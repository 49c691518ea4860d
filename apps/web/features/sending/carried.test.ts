import { describe, expect, it } from 'vitest'
import { message, templateSent } from '../messages/sample-message'
import { carriedIn, contentToSend, contentToShow, type FileToSend } from './carried'

const file: FileToSend = {
  id: 'here',
  kind: 'image',
  name: 'hill.png',
  type: 'image/png',
  bytes: 9,
  width: 4,
  height: 3,
  mediumId: 'there',
}
const place = { latitude: 41.3833, longitude: 2.1777, label: null }

describe('what is carried', () => {
  it('is sent by the server’s id of it, with words only where there are any', () => {
    expect(contentToSend('', { file })).toEqual({ kind: 'image', media: [{ id: 'there' }] })
    expect(contentToSend('Look', { file })).toEqual({ kind: 'image', body: 'Look', media: [{ id: 'there' }] })
    expect(contentToSend('', { place })).toEqual({ kind: 'location', ...place })
  })

  it('is shown as a message of ours would be, as soon as its bytes are there', () => {
    expect(contentToShow('Look', { file }, true)).toMatchObject({
      kind: 'image',
      body: 'Look',
      media: [{ id: 'here', state: 'ready', width: 4, height: 3 }],
    })
    expect(contentToShow('', { file }, false)).toMatchObject({ media: [{ state: 'waiting' }] })
  })

  it('is a template with what was filled into it, the first time and again', () => {
    const template = templateSent('Hi Ana')
    const sent = { kind: 'template', templateId: 't1', values: { 1: 'Ana' } }
    expect(contentToSend('Hi Ana', { template })).toEqual(sent)
    const shown = contentToShow('Hi Ana', { template }, false)
    expect(carriedIn(message(1, { content: shown }))).toEqual({ template })
  })

  it('is found again in a message that failed, and sent as the file that the server has', () => {
    const failed = message(1, { content: contentToShow('Look', { file: { ...file, id: 'there' } }, true) })
    const again = carriedIn(failed)
    expect(again && contentToSend('Look', again)).toEqual({
      kind: 'image',
      body: 'Look',
      media: [{ id: 'there' }],
    })
    const at = message(2, { content: contentToShow('', { place }, true) })
    expect(carriedIn(at)).toEqual({ place })
    expect(carriedIn(message(3))).toBeUndefined()
  })
})
