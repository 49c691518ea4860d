import { describe, expect, it } from 'vitest'
import { isPlain } from './is-plain'
import { parseText, withoutMarks, type Piece } from './parse-text'

/** Written back with visible seams. */
function show(pieces: Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text
      if (piece.kind === 'link') return `<a ${piece.href}|${piece.text}>`
      if (piece.kind === 'mono') return `<mono ${piece.text}>`
      if (piece.kind === 'list')
        return piece.items.map((item) => `<item ${item.number ?? '•'} ${show(item.pieces)}>`).join('')
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
    ['a * not bold * b', 'a * not bold * b'],
    ['*no\nline break*', '*no\nline break*'],
    ['', ''],
  ])('%j', (text, shown) => expect(show(parseText(text))).toBe(shown))

  it.each([
    ['- one\n- *two*', '<item • one><item • <bold two>>'],
    ['* one\n* two', '<item • one><item • two>'],
    ['1. one\n3. three\n10. ten', '<item 1 one><item 3 three><item 10 ten>'],
    ['To do:\n- one\nDone.', 'To do:<item • one>Done.'],
    ['> said\n> _again_\nYes', '<quote said\n<italic again>>Yes'],
    ['a\n\n- b\n\nc', 'a\n\n<item • b>\nc'],
    ['- b\n\n- c', '<item • b>\n<item • c>'],
    ['- so:\n```\n- x\n> y```\n- b', '<item • so:><mono \n- x\n> y><item • b>'],
    ['- see ```a\nb``` and `c`', '<item • see <mono a\nb> and <mono c>>'],
    ['- سلام\n1. *مرحبا*', '<item • سلام><item 1 <bold مرحبا>>'],
    ['> مرحبا https://a.test', '<quote مرحبا <a https://a.test/|https://a.test>>'],
    ['-one\n>two\n1.three\n1) four', '-one\n>two\n1.three\n1) four'],
    [' - one, a - b, 5 > 3, 1. x'.trim().slice(2), 'one, a - b, 5 > 3, 1. x'],
    ['- \n> \n1. ', '- \n> \n1. '],
    ['> a ``` b\n> c', '<quote a ``` b\nc>'],
    ['*- one\n- two*', '*- one<item • two*>'],
  ])('lines %j', (text, shown) => expect(show(parseText(text))).toBe(shown))

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
    ['so *two* _deep_ ~a~ `4471#` https://a.test', 'so two deep a 4471# https://a.test'],
    ['- *one*', 'one'],
    ['2*3*4', '2*3*4'],
  ])('%j is %j without its marks', (text, plain) => expect(withoutMarks(text)).toBe(plain))

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
    const texts = [
      '*b*',
      '_i_',
      '~s~',
      '```m```',
      'https://a.test',
      'HTTP://A.TEST',
      'so WWW.a.test',
      'so:\n- a',
      '> q',
      '1. x',
    ]
    expect(texts.filter(isPlain)).toEqual([])
    expect(['', 'Line 1.\nAt 14:02, 2 x 3', 'a/b'].filter(isPlain)).toHaveLength(3)
  })

  it('is quick with a text made of nothing but marks', () => {
    const started = performance.now()
    for (const mark of [
      '*',
      '* *a',
      '*_~',
      '`',
      '```',
      '- ',
      '- a\n',
      '> \n',
      '1. ```\n',
      'https://',
      'http://',
      'www.',
    ])
      parseText(mark.repeat(1600 / mark.length))
    expect(performance.now() - started).toBeLessThan(500)
  })
})

it('takes a link with thousands of stops behind it no longer than one of as many letters', () => {
  const measure = (tail: string) => {
    const startedAt = performance.now()
    parseText(`http://a${tail}`)
    return performance.now() - startedAt
  }
  const letters = 'a'.repeat(1_000)
  measure(letters)
  expect(measure('.'.repeat(500) + ')'.repeat(500))).toBeLessThan(measure(letters) * 100 + 20)
})
