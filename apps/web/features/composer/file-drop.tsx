'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { attach } from './attach-soon'

// Where the line is lost files are taken all the same, without a word about it.
const DropHint = lazy(() =>
  import('./drop-hint').then(
    (module) => ({ default: module.DropHint }),
    () => ({ default: () => <></> }),
  ),
)

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

interface Props {
  id: string
  /** Whether a reply can be written now; a file that is dropped all the same opens nothing. */
  takes: boolean
}

/** Takes the files that are dropped on a conversation, and says so while they hang over the page. */
export function FileDrop({ id, takes }: Props) {
  const failed = useTranslations('errors')('unreachable')
  const [isOver, setOver] = useState(false)
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const isHere = ({ target }: Event) =>
      takes && target instanceof Node && Boolean(here.current?.parentElement?.contains(target))
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return
      // Else the browser opened the file in the place of the page, and of all that is written on it.
      event.preventDefault()
      event.dataTransfer.dropEffect = isHere(event) ? 'copy' : 'none'
      setOver(takes)
    }
    const onLeave = ({ relatedTarget }: DragEvent) => {
      if (!relatedTarget) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      if (isHere(event)) void attach(id, event.dataTransfer?.files ?? [], failed)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [id, takes, failed])
  return (
    <div
      ref={here}
      data-testid="file-drop"
      hidden={!isOver}
      className="pointer-events-none absolute inset-0 z-30 p-3"
    >
      {isOver ? (
        <Suspense fallback={null}>
          <DropHint />
        </Suspense>
      ) : null}
    </div>
  )
}
