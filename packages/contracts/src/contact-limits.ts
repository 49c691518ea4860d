// What forms say before anything is sent. No schema is needed for it, so that a page can take this file alone.

/** So much is kept beside a contact's name. */
export const longestAbout = 2_000
export const mostFields = 20
/** Of its name and of a field's label, as of every name. */
export const longestLabel = 80
export const longestValue = 500

/** So large a file, so many rows. */
export const largestCsvBytes = 2 * 1024 * 1024
export const mostCsvRows = 10_000
/** Of a search no more are counted: so many are as many or more. */
export const mostFound = 1_000
