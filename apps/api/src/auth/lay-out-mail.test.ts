import { describe, expect, it } from 'vitest'
import { layOutMail } from './lay-out-mail.js'
import { mailSentences } from './mail-sentences.js'

const url = 'https://inbox.example.com/page?a=1&b="2"'
const mails = {
  reset: mailSentences.reset({ name: 'Ann', url }),
  createAccount: mailSentences.createAccount({ url }),
  accountExists: mailSentences.accountExists({ url }),
  invitation: mailSentences.invitation({ inviter: 'Ann', org: 'Studio Marisol', url }),
}

describe.each(Object.entries(mails))('the mail %s', (_, words) => {
  const { subject, text, html } = layOutMail(words)

  it('says the same as text and as HTML, and its link stands alone on a line', () => {
    expect(text.split('\n')).toContain(url)
    const shown = html.replace(/<style>.*?<\/style>|<[^>]+>/gs, '')
    for (const line of [...words.lines, words.heading, words.after, words.action.label])
      expect(shown).toContain(line.replace(/[‹›]/g, ''))
    expect(html).toContain('href="https://inbox.example.com/page?a=1&amp;b=&quot;2&quot;"')
    expect(subject + text + html).not.toMatch(/[‹›]/)
  })

  it('asks no other server for anything, needs no tables, and has a night', () => {
    expect(html).not.toMatch(/<img|<table|<link|src=|url\(|@import/)
    expect(new Set(html.match(/https?:\/\/[^"<&]+/g))).toEqual(
      new Set(['https://inbox.example.com/page?a=1']),
    )
    expect(html).toContain('prefers-color-scheme:dark')
  })

  it('uses no direction of its own: it would be wrong in a language that runs the other way', () => {
    expect(html).not.toMatch(/(?:margin|padding|border)-(?:left|right)|text-align:(?:left|right)/)
  })
})

it('a name is only ever a name: no markup, no second line, no turned sentence', () => {
  const { subject, text, html } = layOutMail(
    mailSentences.invitation({ inviter: '<a href="//evil">Eve</a>\r\n›', org: 'استوديو', url }),
  )
  expect(html).not.toContain('<a href="//evil"')
  expect(html.replaceAll('\u2060', '')).toContain('&lt;a href=&quot;//evil&quot;&gt;Eve&lt;/a&gt;')
  expect(html).toContain('<bdi>استوديو</bdi>')
  expect(subject).toBe('Join \u2068استوديو\u2069 on Cloud PA')
  expect(subject).not.toMatch(/[\r\n]/)
  expect(text.split('\n\n')[1]).not.toContain('\n')
})

it.each(['evil.com/pay', 'https://evil.com', 'ana@evil.com', 'evil。com', 'www.evil.com:80'])(
  'a mail program finds no address in the name %s',
  (org) => {
    const own = 'https://inbox.example.com/invite'
    const words = mailSentences.invitation({ inviter: org, org, url: own })
    const { subject, text, html } = layOutMail(words)
    const shown = html.replace(/<style>.*?<\/style>|<[^>]+>/gs, '')
    for (const part of [subject, text, shown]) {
      // What remains of the address between two joiners is no host, no path and no mailbox.
      expect(part.replaceAll(own, '')).not.toMatch(/\w[.。/:@]\w|:\/\//)
      expect(part.replaceAll('\u2060', '')).toContain(org)
    }
  },
)

it('a name with a stop at its end is left as it is', () => {
  const { subject } = layOutMail(mailSentences.invitation({ inviter: 'Ann', org: 'Oak & Sons Ltd.', url }))
  expect(subject).toBe('Join Oak & Sons Ltd. on Cloud PA')
})
