import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** A phone number (E.164) as people of its country group it, with its country code; as it is where it is none. */
export function formatPhone(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
}
