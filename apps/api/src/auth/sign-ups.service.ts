import type { Config } from '@cloudpa/contracts/orgs'
import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { APIError } from 'better-auth/api'
import { z } from 'zod'
import type { Env } from '../env.js'
import { problem } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { AddressProofs } from './address-proofs.js'
import { AttemptBuckets } from './attempt-buckets.js'
import type { AuthContext } from './guess-brake.js'
import { mailPace } from './mail-pace.js'
import { MembershipsService } from './memberships.service.js'
import { isSetUp } from './set-up.js'
import { SignUpMail } from './sign-up-mail.js'

const SignUp = z.object({
  email: z.email(),
  /** The token of an invitation. */
  invitation: z.string().max(64).optional(),
  /** That the newcomer reads the address's mail, from the link of one. */
  proof: z.string().max(128).optional(),
})
type SignUp = z.infer<typeof SignUp>

const refusals = { 'set-up': 'set_up_first', invited: 'invited_only' } as const

/** Who may make an account, and in which org it starts. */
@Injectable()
export class SignUpsService {
  private readonly mails = new AttemptBuckets()
  /** What the gate let through, by the very request that it was asked in. */
  private readonly passed = new WeakMap<Request, SignUp>()
  /** Once there is an org or a user it stays so; anybody may ask, and only the first times cost a query. */
  private isSetUp = false

  constructor(
    @InjectEnv() private readonly env: Env,
    @InjectSystem() private readonly system: SystemClient,
    private readonly memberships: MembershipsService,
    private readonly proofs: AddressProofs,
    private readonly mail: SignUpMail,
  ) {}

  /** How somebody without an account gets one here. */
  async way(): Promise<Config['signUp']> {
    if (this.env.SIGN_UP === 'open') return 'open'
    this.isSetUp ||= await isSetUp(this.system)
    return this.isSetUp ? 'invited' : 'set-up'
  }

  /**
   * Stands before better-auth's sign-up. Where mail is set up the address has to be proved first, and only its mail says
   * whether there is an account: known and new addresses get the same answer, for the same work.
   * @throws 400 when a field can't be read, 403 when this installation is not open and there is no invitation
   */
  async before(context: AuthContext): Promise<object | undefined> {
    if (context.path !== '/sign-up/email') return undefined
    const signUp = readSignUp(context.body)
    const way = await this.way()
    const isInvited = await this.isInvited(signUp)
    if (way !== 'open' && !isInvited) {
      throw new APIError('FORBIDDEN', { ...problem(refusals[way]), code: 'SIGN_UP_CLOSED' })
    }
    if (this.mail.enabled && !this.isProved(signUp)) {
      await this.mailTo(signUp.email, isInvited ? signUp.invitation : undefined)
      return context.json({ mailed: true })
    }
    if (context.request) this.passed.set(context.request, signUp)
    return undefined
  }

  /**
   * Stands before the row of a new user, whichever way led there: nothing may make one that did not pass `before`.
   * @returns whether the address is proved
   * @throws 403 when this very request did not pass
   */
  admit(request: Request | undefined): boolean {
    const signUp = request && this.passed.get(request)
    if (signUp) return this.isProved(signUp)
    throw new APIError('FORBIDDEN', { ...problem('invited_only'), code: 'SIGN_UP_CLOSED' })
  }

  /** The org of a new session: the one of a sign-up makes it, or joins the one it was invited to. */
  async startingOrgId(userId: string, request: Request | undefined): Promise<string> {
    return this.memberships.startingOrgId(userId, request && this.passed.get(request)?.invitation)
  }

  private isProved({ email, proof }: SignUp): boolean {
    return proof !== undefined && this.proofs.holds(email, proof)
  }

  private async isInvited({ email, invitation }: SignUp): Promise<boolean> {
    return invitation !== undefined && this.memberships.isInvited(invitation, email.toLowerCase())
  }

  /** @param invitation one that can be used: whatever else came with the request is a stranger's own text */
  private async mailTo(email: string, invitation: string | undefined): Promise<void> {
    const address = email.toLowerCase()
    const known = await this.system.user.findUnique({ where: { email: address } })
    if (this.mails.take(address, mailPace) > 0) return
    if (known) this.mail.sendKnown(address)
    else this.mail.sendLink(address, invitation)
  }
}

function readSignUp(body: unknown): SignUp {
  const { data, error } = SignUp.safeParse(body)
  if (data) return data
  const [field] = error.issues[0]?.path ?? []
  const reason =
    field === 'invitation' ? 'not_an_invitation' : field === 'proof' ? 'not_our_link' : 'not_an_email'
  throw new APIError('BAD_REQUEST', problem(reason))
}
