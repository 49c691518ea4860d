import 'reflect-metadata'
import type { SystemClient } from '@cloudpa/db'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import { pruneMerges } from './contacts/prune-merges.js'
import { SnoozeAlarm } from './conversations/snooze-alarm.js'
import type { Env } from './env.js'
import { pruneEvents } from './events/prune-events.js'
import { pruneLostDue, walkOldWebhookEvents } from './inbound/prune-webhook-events.js'
import { WebhookEventSweeper } from './inbound/webhook-event-sweeper.js'
import { findUnfinished } from './outbound/find-unfinished.js'
import { MediaSweeper } from './media/media-sweeper.js'
import { Transcoder } from './media/transcoder.js'
import { OutboxSweeper } from './outbound/outbox-sweeper.js'
import { ScheduleAlarm } from './outbound/schedule-alarm.js'
import { StatusAsker } from './outbound/status-asker.js'
import { awaitDatabase } from './platform/await-database.js'
import { SYSTEM } from './platform/database.js'
import { Periodic } from './platform/periodic.js'
import { prune } from './platform/prune.js'
import { runProcess, type Ending } from './platform/process.js'
import { Reconciler, reconcileLanes } from './reconcile/reconciler.js'
import { SearchFolder } from './search/search-folder.js'
import { TemplateSyncer } from './templates/template-syncer.js'

/** So late may a snoozed conversation come back, or leave what was to be sent then. Where none is due, the look costs a read of an index or two. */
const alarmMs = 1_000
/**
 * So late may something be found. Where nothing happened, the look costs one small read: how far each org has come, of
 * which there is a row an org, and whether older messages are left to walk over.
 */
const foldMs = 500

/** Process 2: the queues' processors, and the only place where anything starts by itself. */
async function work(env: Env, ending: Ending): Promise<void> {
  await awaitDatabase(env)
  const app = await NestFactory.createApplicationContext(AppModule.forWorker(env), { abortOnError: false })
  ending.closes(app)
  const [snoozes, scheduled, searched, webhookEvents, media, outbox, statuses, reconciler] = [
    app.get(SnoozeAlarm),
    app.get(ScheduleAlarm),
    app.get(SearchFolder),
    app.get(WebhookEventSweeper),
    app.get(MediaSweeper),
    app.get(OutboxSweeper),
    app.get(StatusAsker),
    app.get(Reconciler),
  ]
  const [periodic, system] = [app.get(Periodic), app.get<SystemClient>(SYSTEM)]
  const sweepMs = env.SWEEP_INTERVAL_MS
  // What can wait comes less often.
  const longMs = 10 * sweepMs
  periodic.repeat('snooze-alarm', alarmMs, (ending) => snoozes.ring(ending))
  periodic.repeat('schedule-alarm', alarmMs, (ending) => scheduled.ring(ending))
  periodic.repeat('search-folder', foldMs, (ending) => searched.fold(ending))
  periodic.repeat('webhook-event-sweeper', sweepMs, (ending) => webhookEvents.sweep(ending))
  periodic.repeat('media-sweeper', sweepMs, () => media.sweep())
  periodic.repeat('media-tidier', longMs, (ending) => media.tidy(ending))
  periodic.repeat('outbox-sweeper', sweepMs, () => outbox.sweep())
  periodic.repeat('status-asker', longMs, async () =>
    statuses.wake(await findUnfinished(system, env.STATUS_ASK_AFTER_MS)),
  )
  periodic.repeat('reconciler', sweepMs, (ending) => reconciler.reconcile(ending), reconcileLanes)
  periodic.repeat('known-reconciler', sweepMs, (ending) => reconciler.reconcileKnown(ending))
  // Often enough that a number that was just connected has its templates soon.
  const templates = app.get(TemplateSyncer)
  periodic.repeat('template-syncer', env.TEMPLATE_SYNC_MS / 30, () => templates.sync())
  periodic.repeat('webhook-event-pruner', longMs, async (ending) => {
    await prune('old webhook events', walkOldWebhookEvents(system, env.WEBHOOK_RETENTION_DAYS), ending)
    await prune('due rows of lost webhook events', (limit) => pruneLostDue(system, limit), ending)
  })
  periodic.repeat('event-pruner', longMs, (ending) =>
    prune('old org events', (limit) => pruneEvents(system, env.EVENT_RETENTION_DAYS, limit), ending),
  )
  periodic.repeat('merge-pruner', longMs, (ending) =>
    prune('old merges of contacts', (limit) => pruneMerges(system, limit), ending),
  )
  // Where it is missing, that is said now, and not when the first voice note comes.
  void app.get(Transcoder).isThere()
  console.log(`worker ready, queue on ${env.REDIS_URL ? 'Redis' : 'PostgreSQL'}`)
}

runProcess(work)
