import type { ReactNode } from 'react'
import { CopyField } from '../../components/ui/copy-field'

/** What the person who runs the installation types to help; the rest of us passes it on. */
export function OperatorCommand({ command, children }: { command: string; children: ReactNode }) {
  return (
    <div className="grid gap-3 text-ink-2">
      <p>{children}</p>
      <CopyField value={`npm run cloudpa -- ${command}`} />
    </div>
  )
}
