interface OriginHeaders {
  origin?: string | undefined
  host?: string | undefined
  'x-forwarded-host'?: string | string[] | undefined
}

/**
 * Whether a browser's request comes from our own pages: from the configured address of the web, or from whatever
 * address the browser itself asked, so that localhost, 127.0.0.1 and a LAN address all work. A foreign page can forge
 * neither header. No Origin at all is no browser, or a plain GET.
 */
export function isFromOurPages(headers: OriginHeaders, webBaseUrl: string): boolean {
  if (headers.origin === undefined) return true
  if (!URL.canParse(headers.origin)) return false
  const { origin, host } = new URL(headers.origin)
  return origin === new URL(webBaseUrl).origin || host === askedHost(headers)
}

function askedHost(headers: OriginHeaders): string | undefined {
  const forwarded = [headers['x-forwarded-host'] ?? []].flat().join(',').split(',')[0]?.trim()
  return (forwarded || headers.host)?.toLowerCase()
}
