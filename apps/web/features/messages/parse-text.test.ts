import { describe, expect, it } from 'vitest'
import { isPlain, parseText, type Piece } from './parse-text'

/** Written back with visible seams. */
function show(pieces: Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text
      if (piece.kind === 'link') return `<a ${piece.href}|${piece.text}>`
      if (piece.kind === 'mono') return `<mono ${piece.text}>`
      return `<${piece.kind} ${show(piece.pieces)}>`
    })
    .join('')
}

describe('parseText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['*bold* and _thin_ and ~gone~', '<bold bold> and <italic thin> and <strike gone>'],
    ['*a _b_ c*', '<bold a <italic b> c>'],
    ['```let x = *1*```', '<mono let x = *1*>'],
    ['```one\ntwo```', '<mono one\ntwo>'],
    ['so `*npm* start`, `a\nb`', 'so <mono *npm* start>, `a\nb`'],
    ['*a _b ~c~_*', '<bold a <italic b <strike c>>>'],
    ['_*a*_ *_b_*', '<italic <bold a>> <bold <italic b>>'],
    ['*a* *b*, (*c*)', '<bold a> <bold b>, (<bold c>)'],
    ['un*frigging*believable, *a*b', 'un*frigging*believable, *a*b'],
    ['¿*qué*? «_sí_»', '¿<bold qué>? «<italic sí>»'],
    ['*مرحبا* ~好~', '<bold مرحبا> <strike 好>'],
    ['*a_ b* _', '<bold a_ b> _'],
    ['**', '**'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['* not bold *', '* not bold *'],
    ['*no\nline break*', '*no\nline break*'],
    ['', ''],
  ])('%j', (text, shown) => expect(show(parseText(text))).toBe(shown))

  it.each([
    ['see https://a.test/x?y=1.', 'see <a https://a.test/x?y=1|https://a.test/x?y=1>.'],
    ['(https://a.test/b)', '(<a https://a.test/b|https://a.test/b>)'],
    ['https://a.test/b_(c)', '<a https://a.test/b_(c)|https://a.test/b_(c)>'],
    ['http://plain.test', '<a http://plain.test/|http://plain.test>'],
    ['so www.a.test/b?c, ok', 'so <a https://www.a.test/b?c|www.a.test/b?c>, ok'],
    ['HTTPS://A.TEST', '<a https://a.test/|HTTPS://A.TEST>'],
    [
      'https://a.test/under_score_path',
      '<a https://a.test/under_score_path|https://a.test/under_score_path>',
    ],
  ])('links %j', (text, shown) => expect(show(parseText(text))).toBe(shown))

  it.each([
    'www.',
    'www.test',
    'www.test/a.b',
    'ftp://www.a.test',
    'me@www.a.test',
    'javascript:alert(1)',
    'data:text/html,x',
    '<img src=x onerror=alert(1)>',
    'https://',
    'https://[bad',
  ])('never links %j', (text) => expect(parseText(text).some((piece) => piece.kind === 'link')).toBe(false))

  it('is left out for nothing but plain text', () => {
    const texts = ['*b*', '_i_', '~s~', '```m```', 'https://a.test', 'HTTP://A.TEST', 'so WWW.a.test']
    expect(texts.filter(isPlain)).toEqual([])
    expect(['', 'Line 1.\nAt 14:02, 2 x 3', 'a/b'].filter(isPlain)).toHaveLength(3)
  })

  it('is quick with a text made of nothing but marks', () => {
    const started = performance.now()
    for (const mark of ['*', '* *a', '*_~', '`', '```', 'https://', 'http://', 'www.'])
      parseText(mark.repeat(1600 / mark.length))
    expect(performance.now() - started).toBeLessThan(500)
  })
})
