import { expect, it } from 'vitest'
import { pseudo } from './pseudo'

it('accents and lengthens words, and leaves what is filled in alone', () => {
  expect(pseudo({ room: { hello: 'Hi {name}, <b>sure</b>' } })).toEqual({
    room: { hello: '[Hí {name}, <b>šúré</b>········]' },
  })
})
