import type { IncomingHttpHeaders } from 'node:http'
import { Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { CallersService } from './callers.service.js'
import type { CurrentMember } from './member.decorator.js'
import { hashOf } from './secret-token.js'

/** How long a session may go on after it ran out, on routes that trust: whoever ends one on purpose is heard of at once. */
const maxAgeMs = 20_000
const maxRemembered = 10_000

type Identified = Awaited<ReturnType<CallersService['identify']>>

/** On a route that is asked every few seconds, and gives away nothing: who called a moment ago is not looked up again. */
export const TrustsRecent = Reflector.createDecorator<true>()

/** Who called with which session, for a moment. A session that ends, or moves to another org, is forgotten by a hint. */
@Injectable()
export class RecentCallers {
  private generation = 0
  private readonly remembered = new Map<string, { member: CurrentMember; at: number }>()
  private readonly asked = new Map<string, Promise<Identified>>()
  private isTrusted: () => boolean = () => false

  constructor(private readonly callers: CallersService) {}

  /** Sets when what is remembered counts: only as long as somebody would hear that it is over. */
  trustWhile(isTrusted: () => boolean): void {
    this.isTrusted = isTrusted
  }

  /** As CallersService does, with one look for all that comes with one session. */
  identify(headers: IncomingHttpHeaders): Promise<Identified> {
    const { authorization, cookie } = headers
    if (authorization !== undefined || !cookie) return this.callers.identify(headers)
    const key = hashOf(cookie)
    const known = this.remembered.get(key)
    if (known && this.isTrusted() && Date.now() - known.at < maxAgeMs) {
      return Promise.resolve({ member: known.member, setCookies: [] })
    }
    const asked = this.asked.get(key) ?? this.ask(key, headers)
    this.asked.set(key, asked)
    return asked
  }

  private async ask(key: string, headers: IncomingHttpHeaders): Promise<Identified> {
    const { generation } = this
    try {
      const identified = await this.callers.identify(headers)
      // What was looked up before somebody's access ended may be told after it.
      if (identified.member && generation === this.generation) this.remember(key, identified.member)
      return identified
    } finally {
      if (generation === this.generation) this.asked.delete(key)
    }
  }

  private remember(key: string, member: CurrentMember): void {
    this.remembered.delete(key)
    const [oldest] = this.remembered.keys()
    if (oldest !== undefined && this.remembered.size >= maxRemembered) this.remembered.delete(oldest)
    this.remembered.set(key, { member, at: Date.now() })
  }

  /** Somebody of these orgs may be nobody there now. */
  forget(orgIds: string[]): void {
    this.generation += 1
    this.asked.clear()
    for (const [key, { member }] of this.remembered) {
      if (orgIds.includes(member.orgId)) this.remembered.delete(key)
    }
  }

  forgetAll(): void {
    this.generation += 1
    this.asked.clear()
    this.remembered.clear()
  }
}
