import { describe, expect, it } from 'vitest'
import { attachmentsOf, previewOf, unsupported } from './describe-message'
import { message } from './sample-message'

const media = (contentType: string | null) => [{ url: 'https://api.twilio.com/x', contentType }]

describe('previewOf', () => {
  it.each([
    [{ body: 'Hola\n\n¿qué tal?' }, 'Hola ¿qué tal?'],
    [{ body: '', media: media('image/jpeg'), mediaCount: 1 }, 'Photo'],
    [{ body: 'Mira', media: media('image/jpeg'), mediaCount: 1 }, 'Photo · Mira'],
    [{ body: '', media: media('audio/ogg; codecs=opus'), mediaCount: 1 }, 'Voice message'],
    [{ body: '', media: media(null), mediaCount: 1 }, 'Document'],
    [{ body: '', mediaCount: 2 }, 'Document · Document'],
    [{ body: '', button: { text: 'Yes, please', payload: 'yes' } }, 'Yes, please'],
    [{ body: '', button: { text: null, payload: 'yes' } }, 'yes'],
    [{ body: '  ' }, unsupported],
  ])('%j reads %j', (change, text) => expect(previewOf(message(1, change))).toBe(text))

  it('names a place by its label, its address or its coordinates', () => {
    const place = { latitude: 40.4, longitude: -3.7, label: null, address: null }
    const text = (location: typeof place | { label: string }) =>
      attachmentsOf(message(1, { location: { ...place, ...location } }))[0]?.text
    expect(text({ ...place, label: 'Calle Mayor 12' })).toBe('Location: Calle Mayor 12')
    expect(text(place)).toBe('Location: 40.4, -3.7')
  })
})
