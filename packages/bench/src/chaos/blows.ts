import { setTimeout as sleep } from 'node:timers/promises'
import { Chance } from './chance.js'
import type { Scale } from './options.js'
import type { Scene } from './scene.js'

interface Blow {
  name: string
  kills: number
  strike(scene: Scene, chance: Chance): Promise<void>
}

/** Something that befalls the product. */
export interface PlannedBlow {
  name: string
  /** Resolves when everything runs again. */
  strike(scene: Scene): Promise<void>
}

/** Kills something, and starts it again less than a second later. */
async function killForAWhile(
  one: { kill(): Promise<void>; start(): Promise<void> },
  chance: Chance,
): Promise<void> {
  const downMs = chance.between(0, 800)
  await one.kill()
  await sleep(downMs)
  await one.start()
}

async function breakWires({ wires }: Scene, how: 'cut' | 'freeze', forMs: number): Promise<void> {
  for (const wire of wires) wire[how]()
  await sleep(forMs)
  for (const wire of wires) wire.mend()
}

const aWorker: Blow = {
  name: 'kill -9 of a worker',
  kills: 1,
  strike: ({ workers }, chance) => killForAWhile(chance.pick(workers), chance),
}
const theApi: Blow = {
  name: 'kill -9 of the API',
  kills: 1,
  strike: ({ api }, chance) => killForAWhile(api, chance),
}

/** In this order, so that even the shortest run has one of each. Together they are ten kills. */
const kills: Blow[] = [
  aWorker,
  theApi,
  {
    name: 'a crash of PostgreSQL',
    kills: 1,
    strike: ({ postgres }, chance) =>
      killForAWhile({ kill: () => postgres.stop('SIGQUIT'), start: () => postgres.start() }, chance),
  },
  aWorker,
  {
    name: 'kill -9 of the API and a worker at once',
    kills: 2,
    strike: async ({ api, workers }, chance) => {
      await Promise.all([killForAWhile(api, chance), killForAWhile(chance.pick(workers), chance)])
    },
  },
  aWorker,
  theApi,
  {
    name: 'kill -9 of both workers at once',
    kills: 2,
    strike: async ({ workers }, chance) => {
      await Promise.all(workers.map((worker) => killForAWhile(worker, chance)))
    },
  },
]

const mishaps: Blow[] = [
  {
    name: 'a worker frozen for longer than it may hold a job',
    kills: 0,
    strike: async ({ workers }, chance) => {
      const worker = chance.pick(workers)
      worker.freeze()
      await sleep(chance.between(1600, 2500))
      worker.thaw()
    },
  },
  {
    name: 'the wire cut',
    kills: 0,
    strike: (scene, chance) => breakWires(scene, 'cut', chance.between(100, 1500)),
  },
  { name: 'the whole queue lost', kills: 0, strike: ({ loseQueue }) => loseQueue() },
  {
    name: 'the wire frozen',
    kills: 0,
    strike: (scene, chance) => breakWires(scene, 'freeze', chance.between(500, 2500)),
  },
  {
    name: 'a conversation’s row locked',
    kills: 0,
    strike: ({ lockConversation }, chance) => lockConversation(chance.between(2000, 5000)),
  },
]

/** What befalls the product in one run, in its order: as many kills and mishaps as asked for. */
export function planBlows(scale: Scale, chance: Chance): PlannedBlow[] {
  const plan = Array.from({ length: scale.mishaps }, (_, index) => mishaps[index % mishaps.length] as Blow)
  let left = scale.kills
  for (let index = 0; left > 0; index += 1) {
    const blow = kills[index % kills.length] as Blow
    if (blow.kills > left) continue
    plan.push(blow)
    left -= blow.kills
  }
  // Each with chances of its own: when they strike, others draw too.
  return chance.shuffle(plan).map((blow) => {
    const own = new Chance(chance.between(0, 2 ** 31))
    return { ...blow, strike: (scene) => blow.strike(scene, own) }
  })
}
