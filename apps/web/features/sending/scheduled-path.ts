/** Where the server has what is to be sent later. */
export const scheduledPath = '/api/v1/messaging/scheduled'
