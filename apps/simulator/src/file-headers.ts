const safeToShow = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/

/**
 * What an answer says of a file's bytes, which may be anything, and stand on the phone's own origin: what could run script is
 * never opened there.
 * @param contentType what the answer says the file is
 * @param name what it is saved as; null leaves that to the address
 */
export function fileHeaders(contentType: string, name: string | null): Record<string, string> {
  const place = safeToShow.test(contentType) ? 'inline' : 'attachment'
  const called = name === null ? '' : `; filename*=UTF-8''${encodeURIComponent(name)}`
  return {
    'content-type': contentType,
    'content-disposition': place + called,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  }
}
