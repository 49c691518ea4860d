// `npm run chaos`: whether the product keeps its promises while it is being killed.
import { readOptions, type Options } from './options.js'
import { findingsOf, run, type Outcome } from './run.js'
import { requireRedis } from './scene.js'

/** What the table says of a run, by column. */
function describe(
  { forms, replies, media, ...outcome }: Outcome,
  seed: number,
): Record<string, string | number> {
  return {
    queue: outcome.queue,
    seed,
    forms: outcome.written,
    acknowledged: outcome.acknowledged,
    files: outcome.files,
    replies: outcome.repliesAccepted,
    lost: forms.lost.length + replies.lost.length,
    doubled: forms.doubled.length + replies.doubled.length,
    misplaced: forms.misplaced.length,
    inversions: forms.inversions.length + replies.inversions.length,
    miscounted: forms.miscounted.length,
    'sent twice': replies.sentTwice.length,
    'wrongly shown': replies.wronglyShown.length,
    'given up': replies.givenUp.length,
    'files unsettled': media.unsettled.length,
    'files misstored': media.misstored.length,
    'drafts left': media.drafts.length,
    refused: outcome.refused.length,
    falls: outcome.falls.length,
    time: `${outcome.seconds} s`,
  }
}

function table(rows: Record<string, string | number>[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const lines = [columns, columns.map(() => '--:'), ...rows.map((row) => Object.values(row))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

async function readOptionsOrExit(): Promise<Options> {
  try {
    const options = readOptions(process.argv.slice(2))
    if (options.queues.includes('redis')) await requireRedis()
    return options
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

const options = await readOptionsOrExit()
const outcomes: Outcome[] = []
for (const queue of options.queues) {
  outcomes.push(await run(options, queue, (line) => console.error(line)))
}
console.log(table(outcomes.map((outcome) => describe(outcome, options.seed))))
const isKept = outcomes.every((outcome) => findingsOf(outcome).length === 0)
if (!isKept) {
  const repeat = process.argv.slice(2).filter((word) => word !== '--seed' && word !== String(options.seed))
  console.log(
    `A promise broke. Repeat it with: npm run chaos -- ${[...repeat, '--seed', options.seed].join(' ')}`,
  )
}
process.exit(isKept ? 0 : 1)
