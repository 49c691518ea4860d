import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium as playwright, type Browser } from 'playwright-core'
import { memory } from '@cloudpa/local/install'
import { withLock } from '@cloudpa/local/lock'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Nothing but the tests' own pages: no sandbox as root, no graphics card, no calls home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-component-update',
  '--disable-default-apps',
  '--no-first-run',
  // A microphone that hums. Without a window there is nobody to ask whether it may be heard.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

const unpacked = join(memory, 'chromium')

/** The machine's fonts where it has some, and the package's, whose own list names folders of another system. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${unpacked}/fonts</dir>
  <cachedir>${unpacked}/fonts-cache</cachedir>
</fontconfig>
`

/** Runs `work` with other values in the environment: the package reads where and what to unpack from there. */
async function withEnvironment(values: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const before = { ...process.env }
  Object.assign(process.env, values)
  try {
    await work()
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/** Unpacks npm's Chromium once, with the libraries and fonts that a bare machine lacks. */
async function unpackChromium(): Promise<void> {
  if (existsSync(unpacked)) return
  const fresh = `${unpacked}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  // Only on Amazon Linux does the package unpack the libraries; they serve every Linux.
  const pretended = { TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  await withEnvironment(pretended, async () => {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  })
  writeFileSync(join(fresh, 'fonts/fonts.conf'), fontConfiguration)
  renameSync(fresh, unpacked)
}

/** Starts a real Chromium: CHROMIUM_PATH, else the machine's own, else the one that npm carries. */
export async function launchChromium(): Promise<Browser> {
  const own = [process.env.CHROMIUM_PATH ?? '', ...installed].find((path) => path !== '' && existsSync(path))
  if (own) return playwright.launch({ executablePath: own, args: flags })
  await withLock(`${unpacked}.lock`, unpackChromium)
  return playwright.launch({
    executablePath: join(unpacked, 'chromium'),
    args: flags,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(unpacked, 'al2023/lib'),
      FONTCONFIG_PATH: join(unpacked, 'fonts'),
    },
  })
}

let shared: Promise<Browser> | undefined

/** The one Chromium of this process, which ends with it: for whoever closes no more of it than windows. */
export function sharedChromium(): Promise<Browser> {
  shared ??= launchChromium()
  return shared
}
