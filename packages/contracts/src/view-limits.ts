// What forms say before anything is sent. No schema is needed for it, so that a page can take this file alone.

/** So many views may an org share, and so many may each member have besides: each may be counted with the list. */
export const mostSharedViews = 20
export const mostOwnViews = 20
