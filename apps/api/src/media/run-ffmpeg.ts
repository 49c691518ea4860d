import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

/** Of what it says of a failure the end is kept, in bytes. */
const maxSaid = 2_000
/** The most processor time one run may take, in seconds: the system ends it then, also where this process is dead. */
const maxCpuSeconds = 300
/** The largest piece of memory it may ask for, in bytes: a header that claims more is a lie. */
const maxPiece = 64 * 1024 * 1024
/** Behind whatever else this machine has to do. */
const niceness = 10

/** It failed at what it was given; `message` is the end of what it said. */
export class FfmpegFailed extends Error {}

/**
 * Runs ffmpeg as a process of its own, without a shell, without anything to read from, and without this process's
 * environment, which holds secrets.
 * @param signal kills it
 * @param onOutput takes what it writes, piece by piece; nothing is kept here
 * @throws {FfmpegFailed} what the signal was aborted with, or why it can't be started
 */
export async function runFfmpeg(
  ffmpeg: string,
  args: string[],
  signal: AbortSignal,
  onOutput?: (chunk: Buffer) => void,
): Promise<void> {
  signal.throwIfAborted()
  const limits = ['-timelimit', String(maxCpuSeconds), '-max_alloc', String(maxPiece)]
  const child = spawn(ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', ...limits, ...args], {
    env: {},
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const kill = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-maxSaid)
  })
  child.stdout.on('data', (chunk: Buffer) => onOutput?.(chunk))
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('spawn', () => beNice(child.pid))
      child.once('close', resolve)
    })
    signal.throwIfAborted()
    if (code !== 0) throw new FfmpegFailed(said.trim() || 'it was ended')
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

function beNice(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness)
  } catch {
    // It has ended already.
  }
}
