import type { MediaKey } from './media.job.js'

/** A file has one key from the start, so that whoever fetches it a second time keeps no second file. */
export const keyOf = ({ orgId, id }: MediaKey): string => `${orgId}/${id}`
export const thumbnailKeyOf = (media: MediaKey): string => `${keyOf(media)}-thumbnail`
