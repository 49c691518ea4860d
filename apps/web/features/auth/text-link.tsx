import Link from 'next/link'
import type { ReactNode } from 'react'

/** A way elsewhere among words; under a finger as high as a button. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center text-small text-link underline underline-offset-2 pointer-coarse:min-h-11"
    >
      {children}
    </Link>
  )
}
