import type { Mail } from '../platform/mailer.js'

/** What a mail says. Names in it stand between ‹ and ›, as `mail-sentences` puts them. */
export interface MailWords {
  subject: string
  heading: string
  lines: string[]
  /** The one thing to do. */
  action: { label: string; url: string }
  /** For how long, and what to do if it was a mistake. */
  after: string
}

/** The design's colours, as hex: few mail programs know OKLCH or variables. */
const day = {
  paper: '#f2efe9',
  panel: '#fefdfc',
  ink: '#15232e',
  soft: '#44525c',
  press: '#133a53',
  on: '#fcfaf6',
}
const night = {
  paper: '#080e13',
  panel: '#151c22',
  ink: '#f0ece4',
  soft: '#c1bdb5',
  press: '#e9dfca',
  on: '#131c23',
}

const sans = "'Hanken Grotesk',ui-sans-serif,system-ui,-apple-system,'Segoe UI',sans-serif"
const serif = "Newsreader,Georgia,'Times New Roman',serif"

/** By night the same, with the other colours; `!important`, because the rest is written at the elements. */
const nightStyle = `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){
.paper{background:${night.paper}!important}.panel{background:${night.panel}!important}
.ink{color:${night.ink}!important}.soft{color:${night.soft}!important}
.press{background:${night.press}!important;color:${night.on}!important}}`

/**
 * One mail, twice: as text, and as HTML that needs no tables, no images and nobody else's server.
 * @returns what `Mailer` sends, but for the address
 */
export function layOutMail(words: MailWords): Omit<Mail, 'to'> {
  return { subject: inText(words.subject), text: textOf(words), html: htmlOf(words) }
}

function textOf({ heading, lines, action, after }: MailWords): string {
  return [heading, ...lines, `${action.label}:\n${action.url}`, after, 'Cloud PA'].map(inText).join('\n\n')
}

function htmlOf({ subject, heading, lines, action, after }: MailWords): string {
  const url = escape(action.url)
  const text = (className: string, style: string, content: string) =>
    `<p class="${className}" style="margin:0 0 16px;${style}">${content}</p>`
  const ink = `font:400 16px/24px ${sans};color:${day.ink}`
  const soft = `font:400 14px/20px ${sans};color:${day.soft}`
  const button = [
    `display:inline-block;padding:12px 20px;border-radius:8px;background:${day.press};color:${day.on}`,
    `font:500 16px/20px ${sans};text-decoration:none`,
  ].join(';')
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(inText(subject))}</title>
<style>${nightStyle}</style>
</head>
<body class="paper" style="margin:0;padding:32px 16px;background:${day.paper}">
<div class="panel" style="max-width:480px;margin:0 auto;padding:32px;border-radius:12px;background:${day.panel};text-align:start">
${text('soft', `font:500 17px/24px ${serif};color:${day.soft}`, 'Cloud PA')}
<h1 class="ink" style="margin:0 0 12px;font:500 28px/36px ${serif};color:${day.ink}">${inHtml(heading)}</h1>
${lines.map((line) => text('ink', ink, inHtml(line))).join('\n')}
<p style="margin:24px 0"><a class="press" href="${url}" style="${button}">${inHtml(action.label)}</a></p>
${text('soft', soft, inHtml(after))}
${text('soft', `${soft};overflow-wrap:anywhere`, `If the button doesn’t work, open <a class="soft" dir="ltr" href="${url}" style="color:${day.soft}">${url}</a>`)}
</div>
</body>
</html>
`
}

/** A name gets a direction of its own, so that an Arabic one doesn't turn the sentence around it. */
function inHtml(sentence: string): string {
  return escape(sentence).replace(/‹([^›]*)›/g, '<bdi>$1</bdi>')
}

/** The same without markup, only where it is needed: some programs show the signs for it as boxes. */
function inText(sentence: string): string {
  return sentence.replace(/‹([^›]*)›/g, (_, name: string) =>
    /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name,
  )
}

function escape(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
}
