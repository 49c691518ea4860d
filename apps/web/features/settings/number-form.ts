export interface NumberForm {
  name: string
  externalPhoneId: string
  accountSid: string
  messagingServiceSid: string
  authToken: string
  active: boolean
}

/** What the form means to the API: blank optional fields are null, a blank token leaves the stored one. */
export function toChatAccountInput(form: NumberForm, editing: boolean) {
  const { authToken, ...rest } = form
  return {
    ...rest,
    name: form.name.trim() || null,
    messagingServiceSid: form.messagingServiceSid.trim() || null,
    ...(editing && !authToken ? {} : { authToken }),
  }
}
