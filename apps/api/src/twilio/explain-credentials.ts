import type { ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { classifyFailure, isAnswer } from './classify-failure.js'

/**
 * Says in a sentence what Twilio answered to "who am I".
 * @param fetchAccount one call to GET /2010-04-01/Accounts/{AccountSid}.json with the credentials in question
 */
export async function explainCredentials(
  fetchAccount: () => Promise<{ status: string; friendlyName: string }>,
): Promise<ValidationResult> {
  try {
    const { status, friendlyName } = await fetchAccount()
    return status === 'active'
      ? { ok: true, message: `The credentials work. Twilio calls this account “${friendlyName}”.` }
      : {
          ok: false,
          message: `The credentials are right, but Twilio says the account is ${status}. See the Twilio console.`,
        }
  } catch (error) {
    return { ok: false, message: explainFailure(error) }
  }
}

function explainFailure(error: unknown): string {
  if (isAnswer(error)) {
    const says = `Twilio said: ${error.message}`
    if (error.status === 401) return `The Account SID and the Auth Token do not belong together. ${says}`
    if (error.status === 404) return `Twilio does not know this Account SID. ${says}`
    if (error.status === 403) return `Twilio does not let these credentials in. ${says}`
    return `Twilio could not answer (${error.status}). ${says}`
  }
  const failure = classifyFailure(error)
  if (failure.kind === 'refused') return 'An Account SID starts with AC. Copy it from the Twilio console.'
  return `Twilio could not be reached: ${failure.reason}. The credentials were not checked.`
}
