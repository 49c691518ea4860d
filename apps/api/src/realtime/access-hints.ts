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
    changes.onChange((orgIds) => publisher.publish('access', orgIds))
    listener.onHint(({ kind, orgIds }) => {
      if (kind === 'access') for (const orgId of orgIds) streams.closeGone(orgId)
    })
  }
}
