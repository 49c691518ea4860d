import type { ReactNode } from 'react'

/** What the person who runs the installation types to help; the rest of us passes it on. */
export function OperatorCommand({ command, children }: { command: string; children: ReactNode }) {
  return (
    <div className="grid gap-3 text-ink-2">
      <p>{children}</p>
      <code dir="ltr" className="rounded-ctl bg-inset px-3 py-2 text-small break-all text-ink select-all">
        npm run cloudpa -- {command}
      </code>
    </div>
  )
}
