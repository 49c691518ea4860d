import type { Medium } from '@cloudpa/contracts/media'
import { sizeInThread } from './file-parts'
import { Frame } from './frame'

interface Props {
  medium: Medium
  captioned: boolean
}

/** The place of a file, as large as it will be, until what draws files is loaded: most threads have none. */
export function MediumPlace({ medium, captioned }: Props) {
  const place = <div style={placeOf(medium)} className="max-w-full" />
  const fills = medium.state !== 'ready' || medium.kind === 'image' || medium.kind === 'video'
  return fills ? (
    <Frame captioned={captioned} stamp={null}>
      {place}
    </Frame>
  ) : (
    place
  )
}

function placeOf(medium: Medium): { width: number; height: number } {
  if (medium.kind === 'voice' || medium.kind === 'audio') return { width: 272, height: 44 }
  if (medium.kind === 'document') return { width: 304, height: 69 }
  if (medium.state !== 'ready') return { width: 280, height: 208 }
  return medium.kind === 'sticker' ? { width: 128, height: 128 } : sizeInThread(medium)
}
