/** What waits to be sent later, as the query client knows it. */
export const scheduledKey = ['scheduled'] as const
