import { lazy, Suspense } from 'react'
import { isPlain } from './is-plain'

export interface TextProps {
  text: string
  /** Of the links in it. */
  tabIndex: number
}

// Most of what is said is plain. Where the line is lost it stays as it was written.
const FormattedText = lazy(() =>
  import('./formatted-text').then(
    (module) => ({ default: module.FormattedText }),
    () => ({ default: AsWritten }),
  ),
)

/** A person's text with WhatsApp's markup and its links; made of elements, never of HTML. */
export function MessageText(props: TextProps) {
  if (isPlain(props.text)) return props.text
  return (
    <Suspense fallback={<AsWritten {...props} />}>
      <FormattedText {...props} />
    </Suspense>
  )
}

const AsWritten = ({ text }: TextProps) => <>{text}</>
