'use client'
import { Button } from '../../components/ui/button'

/** A fault in one screen leaves the rail, and with it the way elsewhere. */
export default function DeskError({ reset }: { error: Error; reset: () => void }) {
  return (
    <div className="col-start-1 row-start-1 grid place-content-center justify-items-center gap-3 p-6 text-center md:col-span-full md:row-start-2 lg:col-span-2 lg:col-start-2 lg:row-start-1">
      <p className="text-base text-ink-2">This screen stopped working. Your messages are safe.</p>
      <Button look="outline" onClick={reset}>
        Load it again
      </Button>
    </div>
  )
}
