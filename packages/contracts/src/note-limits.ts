// What the field for a note says before anything is sent. No schema is needed for it, so that a page can take this file alone.

/** Of a note, in UTF-16 units. */
export const longestNote = 4_000
/** So many names stand out in one note, and who they are is told of it. */
export const mostMentions = 50
