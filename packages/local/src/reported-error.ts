/** A fault that the person in front of the screen can put right: shown as its message alone, without a stack. */
export class ReportedError extends Error {
  override name = 'ReportedError'
}
