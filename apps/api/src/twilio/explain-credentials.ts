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
    if (status === 'active') return { ok: true, ...found('works', friendlyName) }
    return { ok: false, ...found('accountState', status) }
  } catch (error) {
    return { ok: false, ...explainTrouble(error) }
  }
}

type Kind = NonNullable<ValidationResult['finding']>['kind']

const sentences: Record<Kind, (says: string) => string> = {
  works: (says) => `It works. Twilio calls this account “${says}”.`,
  accountState: (says) => `Twilio says this account is ${says}. Look in Twilio’s console.`,
  mismatch: (says) => `Twilio doesn’t accept this Auth Token. Twilio said: ${says}`,
  unknownAccount: (says) => `Twilio doesn’t know this Account SID. Twilio said: ${says}`,
  notLetIn: (says) => `Twilio won’t let this account in. Twilio said: ${says}`,
  trouble: (says) => `Twilio is having trouble answering. Twilio said: ${says}`,
  notASid: () => 'An Account SID starts with AC. Copy it from the first page of Twilio’s console.',
  unreachable: (says) => `Couldn’t reach Twilio, so nothing was checked: ${says}.`,
}

function found(kind: Kind, says: string) {
  return { message: sentences[kind](says), finding: { kind, says } }
}

const kinds: Record<number, Kind> = { 401: 'mismatch', 403: 'notLetIn', 404: 'unknownAccount' }

/**
 * Says in a sentence why Twilio was asked in vain, and what to do about it.
 * @param error the SDK's RestException, or a network error
 */
export function explainTrouble(error: unknown): Required<Pick<ValidationResult, 'message' | 'finding'>> {
  if (isAnswer(error)) {
    const kind = kinds[error.status]
    return kind ? found(kind, error.message) : found('trouble', `${error.message} (${error.status})`)
  }
  const failure = classifyFailure(error)
  return failure.kind === 'refused' || failure.kind === 'shut-out'
    ? found('notASid', '')
    : found('unreachable', failure.reason)
}
