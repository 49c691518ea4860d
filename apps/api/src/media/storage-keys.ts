import type { MediaKey } from './media.job.js'

/** A file has one key from the start, so that whoever fetches it a second time keeps no second file. */
export const keyOf = ({ orgId, id }: MediaKey): string => `${orgId}/${id}`
export const thumbnailKeyOf = (media: MediaKey): string => `${keyOf(media)}-thumbnail`
export const m4aKeyOf = (media: MediaKey): string => `${keyOf(media)}-m4a`
/** All that may stand for one file. */
export const keysOf = (media: MediaKey): string[] => [keyOf(media), thumbnailKeyOf(media), m4aKeyOf(media)]
