import type { ReactNode } from 'react'

/** For t.rich: where Twilio's console is named, the way there. Its first page has what a number is connected with. */
export const inTwilio = {
  console: (words: ReactNode) => (
    <a
      href="https://console.twilio.com"
      target="_blank"
      rel="noopener noreferrer"
      className="text-link underline underline-offset-2"
    >
      {words}
    </a>
  ),
}
