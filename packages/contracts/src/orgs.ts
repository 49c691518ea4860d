import { z } from 'zod'
import { Name } from './names.js'

export const Role = z.enum(['owner', 'admin', 'member'])
export type Role = z.infer<typeof Role>

export const Org = z.object({ id: z.string(), name: z.string(), slug: z.string() }).meta({ id: 'Org' })
export type Org = z.infer<typeof Org>

export const UpdateOrg = z.strictObject({ name: Name }).meta({ id: 'UpdateOrg' })
export type UpdateOrg = z.infer<typeof UpdateOrg>

/** Who is asking: the signed-in user (null for an API key), the org at work, and the orgs to switch between. */
export const Me = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
    /** Who of the org that is, as `actedBy` names them; null for an API key. */
    memberId: z.string().nullable(),
    org: Org,
    role: Role,
    /** Whether the org has no other member: then nobody needs to be told what this one does. */
    alone: z.boolean(),
    orgs: z.array(Org.extend({ role: Role })),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const CreateOrg = z.strictObject({ name: Name }).meta({ id: 'CreateOrg' })
export type CreateOrg = z.infer<typeof CreateOrg>

export const SwitchOrg = z.strictObject({ orgId: z.string() }).meta({ id: 'SwitchOrg' })
export type SwitchOrg = z.infer<typeof SwitchOrg>

export const Member = z
  .object({
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

export const Invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: Role,
    expiresAt: z.iso.datetime(),
    /** The link to pass on; only the answer that creates the invitation carries it. */
    link: z.string().optional(),
    /** Whether the link went out by mail. */
    mailed: z.boolean().optional(),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

export const MemberList = z
  .object({ items: z.array(Member), invitations: z.array(Invitation) })
  .meta({ id: 'MemberList' })
export type MemberList = z.infer<typeof MemberList>

export const InviteMember = z
  .strictObject({ email: z.email('That’s not an e-mail address.'), role: z.enum(['admin', 'member']) })
  .meta({ id: 'InviteMember' })
export type InviteMember = z.infer<typeof InviteMember>

export const UpdateMember = z.strictObject({ role: Role }).meta({ id: 'UpdateMember' })
export type UpdateMember = z.infer<typeof UpdateMember>

/** What a program may do: `read` sees, `send` also replies and marks as read, `admin` also manages. */
export const ApiKeyScope = z.enum(['read', 'send', 'admin'])
export type ApiKeyScope = z.infer<typeof ApiKeyScope>

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: ApiKeyScope,
    /** The first characters, to recognise it by. */
    prefix: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    /** The name of who made it; null when the operator's seed did. */
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export const ApiKeyList = z.object({ items: z.array(ApiKey) }).meta({ id: 'ApiKeyList' })
export type ApiKeyList = z.infer<typeof ApiKeyList>

export const CreateApiKey = z.strictObject({ name: Name, scope: ApiKeyScope }).meta({ id: 'CreateApiKey' })
export type CreateApiKey = z.infer<typeof CreateApiKey>

/** The key is in this answer and nowhere else, ever again. */
export const CreatedApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' })
export type CreatedApiKey = z.infer<typeof CreatedApiKey>

/** What the page behind an invitation's link shows before anybody signs in. */
export const InvitationPreview = z
  .object({ orgName: z.string(), inviterName: z.string(), email: z.string(), role: Role })
  .meta({ id: 'InvitationPreview' })
export type InvitationPreview = z.infer<typeof InvitationPreview>

/** How the operator of a new installation becomes its first owner. */
export const SetUp = z
  .strictObject({
    /** From the set-up link. */
    token: z.string(),
    name: Name,
    email: z.email('That’s not an e-mail address.'),
    password: z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'),
    orgName: Name,
  })
  .meta({ id: 'SetUp' })
export type SetUp = z.infer<typeof SetUp>

/** What the web must know before anybody signs in. */
export const Config = z
  .object({
    /** Whether this installation sends mail; without it a reset link comes from the operator. */
    mail: z.boolean(),
    /** How somebody gets an account: by themself, by invitation, or as the first one by the set-up link. */
    signUp: z.enum(['open', 'invited', 'set-up']),
  })
  .meta({ id: 'Config' })
export type Config = z.infer<typeof Config>
