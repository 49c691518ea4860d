// No schema is needed to tell them apart, so that a page can take this file alone.

/** How the Account SIDs begin that are made up for the simulator. Twilio's are random, so that none of them does. */
export const simulatedSidPrefix = `AC${'0'.repeat(12)}`

/** Whether a number was made for the simulated phone, and no customer can write to it. */
export function isSimulated({ accountSid }: { accountSid: string }): boolean {
  return accountSid.startsWith(simulatedSidPrefix)
}
