/** What a Twilio error means to the person who sent the message. */
export interface TwilioErrorMeaning {
  /** A sentence for a person, saying what to do where something can be done. */
  message: string
  /** Whether sending the same text again can help. */
  retryable: boolean
}

// The codes people meet, from https://www.twilio.com/docs/api/errors; everything else is told by its number.
const meanings: Record<string, TwilioErrorMeaning> = {
  ...group(false, {
    11200: 'Twilio could not reach this inbox. Ask your operator to check the public address.',
    20003: 'Twilio refused the credentials of this number. Check the Account SID and Auth Token in Settings.',
    20404: 'Twilio does not know this account. Check the Account SID in Settings.',
    21211: 'This is not a number WhatsApp can reach.',
    21408:
      'Your Twilio account may not send to this country. Allow it under Geo permissions in the Twilio console.',
    21606: 'Twilio does not know the sending number as yours. Check the number in Settings.',
    21609:
      'The public address of this inbox is not one Twilio can call. Ask your operator to set PUBLIC_BASE_URL.',
    21610: 'This customer asked not to be written to (STOP), so WhatsApp does not deliver.',
    21612: 'Twilio cannot reach this customer from your number.',
    21614: 'This is not a mobile number.',
    21617: 'The text is longer than the 1,600 characters WhatsApp takes.',
    21705: 'The Messaging Service of this number is not valid. Check it in Settings.',
    30003: 'The customer’s phone cannot be reached.',
    30004: 'The customer blocked messages.',
    30005: 'This number does not exist.',
    30006: 'This number cannot receive messages.',
    30007: 'WhatsApp filtered the message as unwanted content.',
    63001: 'Twilio could not sign in to WhatsApp for this number. Check the sender in the Twilio console.',
    63003: 'This number does not seem to use WhatsApp.',
    63005: 'WhatsApp does not accept this content.',
    63007: 'This number is not a WhatsApp sender of your Twilio account. Check the number in Settings.',
    63013: 'WhatsApp refused the message because of its policy.',
    63014: 'The customer blocked your number on WhatsApp.',
    63015:
      'The customer has not joined your sandbox, or joined more than three days ago. Ask them to send the join words again.',
    63016:
      'Not delivered: the customer wrote more than 24 hours ago, so WhatsApp only accepts a template now.',
    63020: 'WhatsApp does not let your account send at the moment. Check the sender in the Twilio console.',
    63021: 'WhatsApp refused the content of the message.',
    63024: 'This number does not seem to use WhatsApp.',
    63031: 'A number cannot write to itself.',
    63032: 'WhatsApp does not deliver this kind of message to this customer at the moment.',
    63033: 'The customer does not take marketing messages from you.',
    63049: 'WhatsApp held this message back because the customer gets many marketing messages.',
    63051: 'Your WhatsApp sender is locked. See the Twilio console.',
    63112: 'Meta disabled your WhatsApp Business Account. See the Twilio console.',
  }),
  ...group(true, {
    20429: 'Twilio is busy with your other messages. Try again in a moment.',
    20500: 'Twilio had a problem of its own. Try again in a moment.',
    30001: 'Too many messages are waiting at Twilio. Try again later.',
    30008: 'The message was not delivered, and WhatsApp did not say why.',
    63017: 'You write faster than WhatsApp allows. Try again in a moment.',
    63018: 'You write faster than WhatsApp allows. Try again in a moment.',
    63038: 'Your Twilio account reached its daily limit. Try again tomorrow.',
  }),
}

function group(retryable: boolean, sentences: Record<string, string>): Record<string, TwilioErrorMeaning> {
  return Object.fromEntries(
    Object.entries(sentences).map(([code, message]) => [code, { message, retryable }]),
  )
}

/** @param code Twilio's error code as text */
export function meaningOf(code: string): TwilioErrorMeaning {
  return (
    meanings[code] ?? {
      message: `WhatsApp did not deliver this message (Twilio error ${code}).`,
      retryable: true,
    }
  )
}
