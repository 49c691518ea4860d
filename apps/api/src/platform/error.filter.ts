import { errorStatus } from '@cloudpa/contracts/errors'
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, notFound, problem, type Problem } from './app-error.js'
import { codeOfStatus, errorBody } from './error-body.js'
import { reasonOf } from './reason-of.js'
import { SparingLog } from './sparing-log.js'
import { isTransient } from './transient.js'

/** Answers every failure below a controller in the shape of contracts/errors. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http')
  private readonly outages = new SparingLog(this.logger)

  catch(cause: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const { status, problem } = describe(cause)
    // Without a cause it is a refusal that was thought out, and anybody can cause it.
    if (status >= 500 && !(cause instanceof AppError && cause.cause === undefined)) {
      // The route's pattern, not its URL: addresses can carry tokens.
      const sentence = `${request.method} ${request.routeOptions?.url ?? 'unknown route'} failed`
      // While the database is away every request fails for the one reason, and no stack says more.
      if (status === 503) this.outages.warn(`${sentence}: ${reasonOf(rootOf(cause))}`)
      else {
        const stack = cause instanceof Error ? cause.stack : String(cause)
        this.logger.error({ message: sentence, requestId: request.id, stack })
      }
    }
    if (reply.sent) return
    if (status === 503) reply.header('retry-after', '1')
    // A route may have announced another type before it failed.
    void reply.status(status).type('application/json; charset=utf-8').send(errorBody(problem, request.id))
  }
}

/** What an AppError wraps; its own sentence is for the caller. */
function rootOf(cause: unknown): unknown {
  return cause instanceof AppError ? cause.cause : cause
}

function describe(cause: unknown): { status: number; problem: Problem } {
  if (cause instanceof AppError) return { status: errorStatus[cause.code], problem: cause }
  if (isTransient(cause)) return { status: 503, problem: problem('no_database') }
  const status = statusOf(cause)
  // Nest would repeat the address, and addresses can carry tokens.
  if (status === 404) return describe(notFound())
  if (status >= 500) return { status: 500, problem: problem('our_fault') }
  return { status, problem: { ...problem('other', { says: sentence(cause) }), code: codeOfStatus(status) } }
}

function statusOf(cause: unknown): number {
  if (cause instanceof HttpException) return cause.getStatus()
  const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : 500
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}

function sentence(cause: unknown): string {
  if (cause instanceof HttpException) {
    const response = cause.getResponse()
    const message = typeof response === 'object' && 'message' in response ? response.message : response
    return Array.isArray(message) ? message.join(' ') : String(message)
  }
  return cause instanceof Error ? cause.message : 'The request could not be understood.'
}
