/** How long a customer may be answered freely: 24 hours from their last message (https://www.twilio.com/docs/whatsapp/key-concepts). */
export const windowMs = 24 * 60 * 60 * 1000
