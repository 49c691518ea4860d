import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { Injectable } from '@nestjs/common'
import { BodyReader, maxBodyBytes } from './read-body.js'

/** What was posted, whichever way it came. */
export interface Posted {
  /** Path and query. */
  url: string
  headers: IncomingHttpHeaders
  body: unknown
  /** When its head was there, by performance.now(); unknown of what came by the framework. */
  arrivedMs?: number
}

interface ShortRoute {
  contentType: string
  answer: (posted: Posted) => Promise<string>
}

const ordinaryForm = /^application\/x-www-form-urlencoded(; ?charset=utf-8)?$/i

/**
 * The way of a plain form past the framework, whose pipeline costs as much as all the rest of a form. Only what is
 * ordinary in every respect takes it. Whatever else comes, and every form that fails here, goes to the same path's
 * controller, so that each refusal and each fault is worded, logged and answered in one place.
 */
@Injectable()
export class ShortWay {
  readonly reader = new BodyReader()
  private readonly routes = new Map<string, ShortRoute>()
  private readonly failures = new WeakMap<IncomingMessage, Error>()

  /**
   * @param path of a controller's POST route
   * @param answer resolves to the body of a 200; what it rejects with is the answer that the controller gives
   */
  open(path: string, contentType: string, answer: ShortRoute['answer']): void {
    this.routes.set(`/${path}`, { contentType, answer })
  }

  /** Puts the short way before what the server's framework has to say. */
  leadPast(server: Server): void {
    const [framework] = server.listeners('request') as RequestListener[]
    if (!framework) throw new Error('the server has no framework yet')
    server.off('request', framework)
    server.on('request', (request, response) => {
      const route = this.routeOf(request)
      if (route) void this.serve(route, request, response, framework)
      else framework(request, response)
    })
  }

  /**
   * Reads a form for the framework. Of one that came whole and failed there is nothing left to read.
   * @throws {AppError} as BodyReader does
   */
  async read(request: IncomingMessage): Promise<string | undefined> {
    const failure = this.failures.get(request)
    if (failure && !request.complete) throw failure
    return failure ? undefined : this.reader.read(request)
  }

  /** What a form failed with on the short way, for the framework to answer. */
  failureOf(request: IncomingMessage): Error | undefined {
    return this.failures.get(request)
  }

  private routeOf({ method, url = '', headers }: IncomingMessage): ShortRoute | undefined {
    if (method !== 'POST') return undefined
    const end = url.indexOf('?')
    const route = this.routes.get(end === -1 ? url : url.slice(0, end))
    // A length that is missing or no number compares as false.
    const isOrdinary =
      ordinaryForm.test(headers['content-type'] ?? '') && Number(headers['content-length']) <= maxBodyBytes
    return isOrdinary ? route : undefined
  }

  private async serve(
    { contentType, answer }: ShortRoute,
    request: IncomingMessage,
    response: ServerResponse,
    framework: RequestListener,
  ): Promise<void> {
    const arrivedMs = performance.now()
    try {
      const body = await this.reader.read(request)
      const text = await answer({ url: request.url ?? '', headers: request.headers, body, arrivedMs })
      response
        .writeHead(200, {
          'content-type': contentType,
          'content-length': Buffer.byteLength(text),
          'x-request-id': randomUUID(),
          'x-content-type-options': 'nosniff',
        })
        .end(text)
    } catch (error) {
      this.failures.set(request, error instanceof Error ? error : new Error(String(error)))
      framework(request, response)
    } finally {
      this.reader.end(request)
    }
  }
}
