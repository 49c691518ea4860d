import { setTimeout as sleep } from 'node:timers/promises'
import { planBlows, type PlannedBlow } from './blows.js'
import { Chance } from './chance.js'
import { Journal, type Asked } from './journal.js'
import { judgeForms, type FormsVerdict } from './judge-forms.js'
import { judgeMedia, type MediaVerdict } from './judge-media.js'
import { judgeReplies, type RepliesVerdict } from './judge-replies.js'
import type { Options, QueueKind, Scale } from './options.js'
import { readInbox, readTaken } from './read-inbox.js'
import { ageDrafts, readKept } from './read-media.js'
import { startScene, type Scene } from './scene.js'
import { foundTown, type Town } from './town.js'
import { Trigger } from './trigger.js'
import { FormWriter } from './write-forms.js'
import { ReplyWriter } from './write-replies.js'

/** Once nothing breaks any more the product catches up with what it promised; it must not stand still for so long. */
const standstillMs = 25_000
/** A second copy may still be on its way when all is there: an open question is settled after six seconds. */
const lateCopiesMs = 8000

export interface Outcome {
  queue: QueueKind
  forms: FormsVerdict
  replies: RepliesVerdict
  media: MediaVerdict
  written: number
  acknowledged: number
  /** Acknowledged forms that had a file. */
  files: number
  repliesAccepted: number
  /** Genuine forms that were answered with 4xx. */
  refused: string[]
  /** Processes that ended by themselves. */
  falls: string[]
  seconds: number
}

/** Every broken promise, one line each. */
export function findingsOf({ forms, replies, media, refused, falls, repliesAccepted }: Outcome): string[] {
  const { givenUp, ...broken } = replies
  const kinds = [
    ...[forms, broken, media].flatMap((verdict) => Object.entries(verdict)),
    ['refused', refused],
    ['falls', falls],
  ]
  const lines = (kinds as [string, string[]][]).flatMap(([kind, each]) =>
    each.map((line) => `${kind}: ${line}`),
  )
  const tooMany = givenUp.length > repliesAccepted / 4
  return tooMany ? [...lines, `${givenUp.length} of ${repliesAccepted} replies were given up`] : lines
}

type Say = (line: string) => void

/** One run on one queue: breaks things while customers and members write, and judges what is left. */
export async function run(options: Options, queue: QueueKind, say: Say): Promise<Outcome> {
  const journal = new Journal()
  say(`${queue}, seed ${options.seed}: starting PostgreSQL, the API, two workers and the simulated Twilio`)
  let outcome: Outcome | undefined
  const scene = await startScene({ queue, plant: options.plant, journal })
  try {
    outcome = { queue, ...(await play(scene, journal, options, say)) }
    return outcome
  } finally {
    await scene.stop()
    const findings = outcome ? findingsOf(outcome) : ['the run did not come to its end']
    for (const finding of findings) journal.note('broken', { finding })
    for (const finding of findings.slice(0, 20)) say(finding)
    const keep = findings.length > 0
    await journal.close(keep)
    if (keep) say(`The journal is kept: ${journal.folder}/journal.jsonl`)
  }
}

/** What takes part in one run. */
interface Play {
  scene: Scene
  journal: Journal
  chance: Chance
  trigger: Trigger
  forms: FormWriter
  replies: ReplyWriter
}

async function play(
  scene: Scene,
  journal: Journal,
  options: Options,
  say: Say,
): Promise<Omit<Outcome, 'queue'>> {
  const { stack } = scene
  const { seed, scale } = options
  const chance = new Chance(seed)
  const town = await foundTown(stack, scale, chance)
  const trigger = new Trigger()
  const pull = () => trigger.pull()
  const { apiUrl, simulatorUrl } = stack
  const forms = new FormWriter({ apiUrl, simulatorUrl, town, journal, chance, onAcknowledged: pull })
  const replies = new ReplyWriter({ stack, town, journal, chance, onAccepted: pull })
  await replies.begin(Math.min(Math.ceil(town.customers.length / 4), 40))
  const begun = journal.forms.length

  const blows = planBlows(scale, chance)
  for (const [index, blow] of blows.entries()) {
    const counts = [scale.forms - begun, scale.replies].map((all) => shareOf(all, index, blows.length))
    await wave({ scene, journal, chance, trigger, forms, replies }, blow, counts as [number, number])
    say(`${progressOf(journal, scale)}  ${blow.name}`)
  }
  await forms.finish()
  return {
    ...(await judge(scene, town, journal, say)),
    written: journal.forms.length,
    acknowledged: journal.forms.filter(isAnswered).length,
    files: journal.forms.filter((form) => form.file && isAnswered(form)).length,
    repliesAccepted: repliesIn(journal).filter(isAnswered).length,
    refused: forms.refused,
    falls: [scene.api, ...scene.workers].flatMap(({ falls }) => falls),
    seconds: Math.round(journal.now() / 1000),
  }
}

/** Lets people write, and strikes within milliseconds of one of the first acknowledgements. */
async function wave(play: Play, blow: PlannedBlow, [formCount, replyCount]: [number, number]): Promise<void> {
  const { scene, journal, chance, trigger, forms, replies } = play
  const delayMs = chance.between(0, 4)
  const struck = new Promise<void>((done, fail) => {
    trigger.arm(chance.between(1, Math.ceil(formCount / 2)), () => {
      setTimeout(() => {
        journal.note('strikes', { blow: blow.name })
        blow.strike(scene).then(done, fail)
      }, delayMs)
    })
  })
  await Promise.all([forms.write(formCount), replies.write(replyCount), struck])
  journal.note('over', { blow: blow.name })
}

/** Each once, in however many parts it leaves. */
const repliesIn = ({ replies }: Journal) => replies.filter(({ part }) => part === 1)

const isAnswered = ({ answeredAtMs }: Asked) => answeredAtMs !== undefined

/** The part of a whole that falls to one of `count` waves, so that all of them make the whole. */
function shareOf(whole: number, index: number, count: number): number {
  return Math.floor(((index + 1) * whole) / count) - Math.floor((index * whole) / count)
}

function progressOf(journal: Journal, { forms, replies }: Scale): string {
  const seconds = Math.round(journal.now() / 1000)
  return `${seconds} s: ${journal.forms.length} of ${forms} forms, ${repliesIn(journal).length} of ${replies} replies`
}

/** Waits until the product has caught up, or stands still, and looks once more after it: a second copy may come late. */
async function judge({ stack, postgres }: Scene, town: Town, journal: Journal, say: Say) {
  const dataDir = stack.env.DATA_DIR ?? ''
  const look = async () => {
    const [shown, taken] = [await readInbox(stack.apiUrl, town), await readTaken(stack.simulatorUrl)]
    const kept = await readKept(postgres.url, dataDir)
    return {
      forms: judgeForms(journal.forms, shown),
      replies: judgeReplies(journal.replies, shown, taken),
      media: judgeMedia(journal.forms, shown, kept),
    }
  }
  let best = Infinity
  for (let lastStepAtMs = journal.now(); journal.now() - lastStepAtMs < standstillMs; await sleep(2000)) {
    const { forms, replies, media } = await look()
    const { length: unsettled } = media.unsettled
    const behind = forms.lost.length + replies.lost.length + replies.wronglyShown.length + unsettled
    if (behind === 0) break
    if (behind < best) lastStepAtMs = journal.now()
    best = Math.min(best, behind)
    say(`catching up: ${behind} messages to go`)
  }
  await ageDrafts(dataDir)
  await sleep(lateCopiesMs)
  return look()
}
