import type { Door, Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { AppError } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { SparingLog } from '../platform/sparing-log.js'
import { HintPublisher } from '../realtime/hints.js'
import { lockConversations, recordContacts } from './change-contacts.js'
import { findHandles } from './find-handles.js'
import { leaveOutParted } from './leave-out-parted.js'
import { lockContacts, mergeContacts } from './merge-contacts.js'
import { resolveContacts, type OnePerson } from './resolve-contacts.js'

/** Those beyond are joined when they write again: the messages of a whole batch wait meanwhile. */
const mostAtOnce = 3
const mostMs = 2_000
/** Whoever holds a row for longer holds up everybody's messages, which wait for this. */
const lockTimeout = '500ms'

/** Makes one contact of two that turn out to be one person. */
@Injectable()
export class PersonJoiner {
  private readonly log = new SparingLog(new Logger('contacts'))

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /** Never fails: whoever is still two is joined by their next message. */
  async join(persons: OnePerson[]): Promise<void> {
    const orgIds = new Set<string>()
    const until = new Deadline(mostMs)
    try {
      for (const person of persons.slice(0, mostAtOnce)) {
        if (until.leftMs() <= 0) break
        await this.joinOne(person, until)
        orgIds.add(person.orgId)
      }
    } catch (error) {
      // The others would wait as long, and all messages of the batch with them.
      this.log.warn(
        `could not merge two contacts of one person, will retry when they write: ${String(error)}`,
      )
    }
    if (orgIds.size > 0) await this.hints.publish('events', [...orgIds])
  }

  private async joinOne(person: OnePerson, until: Deadline): Promise<void> {
    const { orgId, phoneContactId: keptId, userIdContactId: goneId } = person
    const inTime = () => ({ timeoutMs: Math.max(1, Math.ceil(until.leftMs())) })
    const isDecided = await this.door
      .forOrg(
        orgId,
        async (tx) => {
          await setPatience(tx)
          if (!(await holdIfStill(tx, person))) return true
          if (await hasPhone(tx, orgId, goneId)) return false
          await mergeContacts(tx, orgId, { keptId, goneId })
          return true
        },
        inTime(),
      )
      .catch(refused)
    if (!isDecided) await this.door.forOrg(orgId, (tx) => moveUserId(tx, person), inTime())
  }
}

/**
 * Locks both, and looks again whose the phone and the user id are: somebody may have merged or parted them, or moved the
 * user id, since the form was read.
 */
async function holdIfStill(tx: Tx, person: OnePerson): Promise<boolean> {
  const { orgId, phoneContactId, userIdContactId } = person
  const ids = [phoneContactId, userIdContactId]
  await lockConversations(tx, orgId, ids)
  await lockContacts(tx, orgId, ids)
  const { onePersons } = resolveContacts([person], await findHandles(tx, [person]))
  return (await leaveOutParted(tx, onePersons)).some(
    (one) => one.phoneContactId === phoneContactId && one.userIdContactId === userIdContactId,
  )
}

/** A merge that can't be made, as both have a thread over one number, or too much is noted of them. */
function refused(error: unknown): false {
  if (error instanceof AppError) return false
  throw error
}

const setPatience = (tx: Tx) => tx.$queryRaw`SELECT set_config('lock_timeout', ${lockTimeout}, true)`

/** Somebody with a phone of their own is another person: the user id alone has gone to somebody else. */
async function hasPhone(tx: Tx, orgId: string, contactId: string): Promise<boolean> {
  return (await tx.handle.findFirst({ where: { orgId, contactId, kind: 'phone' } })) !== null
}

/** What is written from the user id from now on is the phone's contact's; what was written stays where it is. */
async function moveUserId(tx: Tx, person: OnePerson): Promise<void> {
  const { orgId, chatAccountId, userId, phoneContactId, userIdContactId } = person
  const ids = [phoneContactId, userIdContactId]
  await setPatience(tx)
  if (!(await holdIfStill(tx, person))) return
  const { count } = await tx.handle.updateMany({
    where: { orgId, contactId: userIdContactId, kind: 'user_id', chatAccountId, value: userId },
    data: { contactId: phoneContactId },
  })
  if (count > 0) await recordContacts(tx, orgId, { told: ids, renamed: ids })
}
