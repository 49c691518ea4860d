import { Injectable } from '@nestjs/common'
import { AccessChanges } from '../auth/access-changes.js'
import { RecentCallers } from '../auth/recent-callers.js'
import { Heartbeats } from './heartbeats.js'
import { HintListener, HintPublisher } from './hints.js'
import { LiveStreams } from './live-streams.js'

/** Closes the streams of who may not listen any more, and forgets that they might, in every API process. */
@Injectable()
export class AccessHints {
  constructor(
    changes: AccessChanges,
    publisher: HintPublisher,
    listener: HintListener,
    streams: LiveStreams,
    recent: RecentCallers,
    heartbeats: Heartbeats,
  ) {
    changes.onChange((orgIds) => publisher.publish('access', orgIds))
    recent.trustWhile(() => listener.connected)
    listener.onReconnect(() => recent.forgetAll())
    // Found by a look at the database: of a session that ran out no hint says so.
    heartbeats.onGone(({ member }) => recent.forget([member.orgId]))
    listener.onHint(({ kind, orgIds }) => {
      if (kind !== 'access') return
      recent.forget(orgIds)
      for (const orgId of orgIds) streams.closeGone(orgId)
    })
  }
}
