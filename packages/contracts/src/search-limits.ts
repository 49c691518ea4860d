// What a page says of a search. No schema is needed for it, so that it can take this file alone.

/** So many messages of a conversation are counted: a thread has few words that stand in more. */
export const mostCounted = 1_000
