import { Injectable } from '@nestjs/common'
import { AccessChanges } from '../auth/access-changes.js'
import { HintListener, HintPublisher } from './hints.js'
import { LiveStreams } from './live-streams.js'

/** Closes the streams of who may not listen any more in every API process, wherever that was decided. */
@Injectable()
export class AccessHints {
  constructor(
    changes: AccessChanges,
    publisher: HintPublisher,
    listener: HintListener,
    streams: LiveStreams,
  ) {
    changes.onChange((orgIds) =>
      publisher.publish(...orgIds.map((orgId) => ({ kind: 'access' as const, orgId }))),
    )
    listener.onHint(({ kind, orgId }) => {
      if (kind === 'access') streams.closeGone(orgId)
    })
  }
}
