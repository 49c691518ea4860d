import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import type { Posted } from '../platform/short-way.js'
import { FlatForm } from './flat-form.js'
import { isSignedByTwilio } from './signature.js'

/** A POST that says it comes from Twilio. Nothing in it may be believed before `isSignedWith` said yes. */
export interface TwilioRequest {
  form: FlatForm
  isSignedWith(authToken: string): boolean
}

/** Reads Twilio's POSTs: the flat raw form, and the public URL that Twilio signed. */
@Injectable()
export class TwilioRequests {
  constructor(@InjectEnv() private readonly env: Env) {}

  /** @throws {AppError} when the body is not a form, or has more fields than any of Twilio's */
  read(request: Posted): TwilioRequest {
    const { body } = request
    const isForm = request.headers['content-type']
      ?.toLowerCase()
      .startsWith('application/x-www-form-urlencoded')
    if (!isForm || typeof body !== 'string') {
      throw new AppError('not_a_form')
    }
    if (FlatForm.hasTooManyFields(body)) {
      throw new AppError('too_many_fields', { maximum: FlatForm.maxFields })
    }
    const form = new FlatForm(body)
    const header = request.headers['x-twilio-signature']
    const signature = Array.isArray(header) ? header[0] : header
    return {
      form,
      isSignedWith: (authToken) =>
        this.urlsOf(request).some((url) => isSignedByTwilio(authToken, { signature, url, form })),
    }
  }

  /**
   * The addresses Twilio may have requested: PUBLIC_BASE_URL when the operator set it. Without it the request's own
   * host is taken, as a proxy in front names it; a forged one gains nothing, since it can't be signed.
   */
  private urlsOf(request: Posted): string[] {
    const configured = this.env.PUBLIC_BASE_URL + request.url
    if (this.env.publicBaseUrlIsSet) return [configured]
    const host = firstOf(request.headers['x-forwarded-host']) ?? request.headers.host
    const protocol = firstOf(request.headers['x-forwarded-proto']) ?? 'http'
    return host ? [configured, `${protocol}://${host}${request.url}`] : [configured]
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim()
}
