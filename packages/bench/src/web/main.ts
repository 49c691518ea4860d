// `npm run bench:web`: how long the inbox keeps a person waiting, beside an empty page of the same Next in the same run.
import { launchChromium } from '@cloudpa/testing/chromium'
import { slowdown, type Browser } from './browser.js'
import { startEmptyPage, type EmptyPage } from './empty-page.js'
import { webTable, type Line } from './line.js'
import { measureActs } from './measure-acts.js'
import { measureFling } from './measure-fling.js'
import { measureLoading } from './measure-loading.js'
import { measureSeen } from './measure-seen.js'
import { startTown, type Town } from './town.js'

type Measure = (browser: Browser, town: Town, empty: EmptyPage) => Promise<Line[]>

const measurements: Record<string, Measure> = {
  loading: measureLoading,
  seen: measureSeen,
  acts: measureActs,
  fling: measureFling,
}

const usage = `npm run bench:web [-- NAME…]: ${Object.keys(measurements).join(', ')}; all unless told otherwise`

async function measure(names: string[]): Promise<Line[]> {
  const startedAt = performance.now()
  const progress = (what: string) =>
    console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${what}`)
  const empty = await startEmptyPage()
  progress('the empty page is served')
  const lines: Line[] = []
  try {
    const town = await startTown()
    progress('the inbox is filled')
    const browser = await launchChromium()
    try {
      for (const name of names) {
        lines.push(...((await measurements[name]?.(browser, town, empty)) ?? []))
        progress(name)
      }
    } finally {
      await browser.close()
      await town.stop()
    }
  } finally {
    empty.stop()
  }
  return lines
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !Object.hasOwn(measurements, name))
if (unknown !== undefined) {
  console.error(`There is no measurement ${unknown}.\n${usage}`)
  process.exit(2)
}
const lines = await measure(asked.length > 0 ? asked : Object.keys(measurements))
console.log(webTable(lines))
console.log(`
Chromium's processor is slowed down ${slowdown} times, and everything runs on this one machine. The empty page is built with the
same Next and React and has one text, one button, one field and one tall box; it does in the same run what the inbox does.`)
process.exit(0)
