import { expect, it } from 'vitest'
import { readTwiml } from './read-twiml.js'

const words = (text: string) => readTwiml(text)?.map(({ body }) => body)

it.each([
  ['<Response/>', []],
  ['\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- nothing -->\n<Response></Response>\n', []],
  ['<Response><Message>Hi</Message></Response>', ['Hi']],
  ['<Response><Sms>Hi</Sms></Response>', ['Hi']],
  ['<Response>\n <Message action="/x">\n  Two\nlines\n </Message>\n</Response>', ['Two\nlines']],
  [
    '<Response><Message>a &lt;b&gt; &#65;&#x42; &unknown; &amp;amp;</Message></Response>',
    ['a <b> AB &unknown; &amp;'],
  ],
  ['<Response><Message><Body>x</Body><Media>https://a.test/1.jpg</Media></Message></Response>', ['x']],
  ['<Response><Redirect>https://a.test</Redirect></Response>', []],
  ['<Response><Message>&#99999999;</Message></Response>', ['&#99999999;']],
])('%j says %j', (text, said) => {
  expect(words(text)).toEqual(said)
})

it('has the addresses of files beside the words', () => {
  const media = '<Media>https://a.test/1.jpg?a=1&amp;b=2</Media>'
  expect(readTwiml(`<Response><Message>Look${media}</Message></Response>`)).toEqual([
    { body: 'Look', mediaUrls: ['https://a.test/1.jpg?a=1&b=2'] },
  ])
  expect(readTwiml(`<Response><Message>${media}</Message></Response>`)).toMatchObject([{ body: '' }])
})

it.each(['', 'Hello', '<html></html>', '<Response>', '<Response><Message></Response', '{"Response":""}'])(
  '%j is no TwiML',
  (text) => {
    expect(readTwiml(text)).toBeUndefined()
  },
)
