import { fileUrl } from './file-parts'
import { Frame } from './frame'
import type { MediumProps } from './medium'
import { sizeInThread } from './size-in-thread'
import { takeTurn } from './take-turn'

/** A film, with the browser's own way to play it. */
export function Clip({ medium, says, current, captioned, children }: MediumProps) {
  const { width, height } = sizeInThread(medium)
  return (
    <Frame captioned={captioned} stamp={null}>
      {/* Customers send films without subtitles. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        src={fileUrl(medium)}
        controls
        playsInline
        onPlay={({ currentTarget }) => takeTurn(currentTarget)}
        preload="metadata"
        aria-label={says}
        tabIndex={current ? 0 : -1}
        width={width}
        height={height}
        data-testid="video"
        className="h-auto max-w-full rounded-[calc(var(--r-bubble)-4px)] bg-black"
        style={{ aspectRatio: `${width} / ${height}` }}
      />
      {/* Its lower edge is where the browser's own tools are. */}
      <div className="px-2">{children}</div>
    </Frame>
  )
}
