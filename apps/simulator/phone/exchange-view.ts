import { icon, make, wordButton } from './draw.js'
import { adviceOf, canResend, formOf, titleOf, tryOf, type Exchange } from './exchange.js'

/** Everything that is known of an exchange; `resend` makes its call once more. */
export function viewExchange(exchange: Exchange, all: Exchange[], resend: () => void): HTMLElement[] {
  const title = make('h2', 'exchange-title', titleOf(exchange))
  title.tabIndex = -1
  title.dir = 'auto'
  const address = make('p', 'exchange-url', `${exchange.method} ${exchange.url}`)
  address.dir = 'ltr'
  return [
    title,
    address,
    viewFacts(exchange, all),
    ...viewAdvice(exchange),
    ...(canResend(exchange) ? [makeAgain(resend)] : []),
    viewPart('Request', exchange.requestHeaders, viewBody(exchange, 'request')),
    viewPart('Response', exchange.responseHeaders, viewBody(exchange, 'response')),
    ...viewSignature(exchange),
  ]
}

/** How a status is said: nothing at all is one of them. */
export function statusText({ status }: Exchange): string {
  return status === 0 ? 'No response' : String(status)
}

function viewFacts(exchange: Exchange, all: Exchange[]): HTMLElement {
  const { number, of } = tryOf(exchange, all)
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', dateStyle: 'medium' })
  const facts = [
    ['Direction', exchange.direction === 'out' ? 'Twilio to the inbox' : 'The inbox to Twilio'],
    ['Response', statusText(exchange)],
    ['Took', `${exchange.ms} ms`],
    ['Try', of === 1 ? 'the only one' : `${number} of ${of}`],
    ['At', time.format(new Date(exchange.at))],
  ]
  const list = make('dl', 'facts')
  for (const [name, value] of facts) {
    const pair = make('div')
    pair.append(make('dt', '', name), make('dd', '', value))
    list.append(pair)
  }
  return list
}

function viewAdvice(exchange: Exchange): HTMLElement[] {
  const advice = adviceOf(exchange)
  if (advice === undefined) return []
  const box = make('div', 'advice')
  box.dataset['testid'] = 'exchange-reason'
  const words = make('div', 'grow')
  words.append(make('p', 'why', advice.why), make('p', '', advice.next))
  const { reason } = exchange
  if (reason !== undefined && !advice.why.includes(reason)) words.append(make('p', 'meta', reason))
  box.append(icon('circle-alert', ''), words)
  return [box]
}

function makeAgain(resend: () => void): HTMLElement {
  const button = wordButton('Send again', 'button solid')
  button.dataset['testid'] = 'exchange-resend'
  button.prepend(icon('rotate-cw', 'small'))
  button.addEventListener('click', () => {
    button.disabled = true
    resend()
  })
  return button
}

function viewPart(
  title: string,
  headers: Record<string, string> | undefined,
  body: HTMLElement[],
): HTMLElement {
  const part = make('section', 'part')
  part.append(make('h3', '', title), ...body)
  const pairs = Object.entries(headers ?? {})
  if (pairs.length === 0) return part
  const more = make('details')
  more.append(
    make('summary', '', pairs.length === 1 ? 'One header' : `${pairs.length} headers`),
    viewPairs(pairs),
  )
  part.append(more)
  return part
}

function viewBody(exchange: Exchange, side: 'request' | 'response'): HTMLElement[] {
  const body = side === 'request' ? exchange.requestBody : exchange.responseBody
  if (body === '') return [make('p', 'meta', 'Nothing')]
  const pairs = side === 'request' ? formOf(exchange) : []
  const shown =
    pairs.length > 0
      ? viewPairs(pairs)
      : viewCode(body, side === 'request' ? 'Request body' : 'Response body')
  return exchange.cut === true
    ? [shown, make('p', 'meta', 'Cut off here: too long to keep in full.')]
    : [shown]
}

function viewPairs(pairs: [name: string, value: string][]): HTMLElement {
  const table = make('table', 'pairs')
  const rows = make('tbody')
  for (const [name, value] of pairs) {
    const row = make('tr')
    const head = make('th', '', name)
    head.scope = 'row'
    const cell = make('td', '', value)
    cell.dir = 'auto'
    row.append(head, cell)
    rows.append(row)
  }
  table.append(rows)
  return table
}

/** A body as it came, JSON with its lines. */
function viewCode(body: string, label: string): HTMLElement {
  const code = make('pre', 'code', pretty(body))
  code.dir = 'ltr'
  code.tabIndex = 0
  code.setAttribute('role', 'region')
  code.setAttribute('aria-label', label)
  return code
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    // What isn't JSON is shown as it came.
    return body
  }
}

function viewSignature({ signature, signatureBase }: Exchange): HTMLElement[] {
  if (signatureBase === undefined) return []
  const part = make('section', 'part')
  const more = make('details')
  more.append(make('summary', '', 'Signed text'), viewCode(signatureBase, 'Signed text'))
  part.append(make('h3', '', 'Signature'), make('p', 'exchange-url', signature ?? 'None was sent'), more)
  return [part]
}
