import { AppError } from '../platform/app-error.js'
import { classifyFailure, isAnswer } from '../twilio/classify-failure.js'
import { text } from './read-text.js'

/** The most of Twilio's error message that is passed on, in characters. */
const maxSaid = 300

/**
 * Calls the Content API.
 * @param refused why the org is told that Twilio refused the call, where it let the account in
 * @throws {AppError} that reason, twilio_refused or twilio_trouble
 */
export async function askTwilio<T>(
  call: () => Promise<T>,
  refused: 'twilio_refused' | 'template_refused',
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const failure = classifyFailure(error)
    const says = text.parse(error instanceof Error ? error.message : String(error)).slice(0, maxSaid)
    if (failure.kind !== 'refused' && failure.kind !== 'shut-out')
      throw new AppError('twilio_trouble', { says }, { cause: error })
    const isLetIn = isAnswer(error) && error.status !== 401 && error.status !== 403
    throw new AppError(isLetIn ? refused : 'twilio_refused', { says }, { cause: error })
  }
}
