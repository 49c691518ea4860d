import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Env } from '../env.js'
import { runFfmpeg } from './run-ffmpeg.js'

/** What it must be able to write: M4A and voice notes. */
const needed = ['aac', 'libopus']
/** How long it may take to say what it can, in milliseconds. */
const patienceMs = 10_000

/** One is there, and did not say in time what it can. */
export class ProbeTooSlow extends Error {}

/**
 * Finds an ffmpeg that can do what is asked of it: the one that FFMPEG names, and no other where it names one; else an
 * installed one, which its owner keeps up to date; else the packaged one.
 * @returns where it stands; undefined where there is none
 * @throws {ProbeTooSlow}
 */
export async function findFfmpeg({
  FFMPEG,
  PATH,
}: Pick<Env, 'FFMPEG' | 'PATH'>): Promise<string | undefined> {
  if (FFMPEG !== undefined) return (await canWrite(FFMPEG)) ? FFMPEG : undefined
  const installed = (PATH ?? '').split(delimiter).filter(Boolean)
  for (const path of installed.map((folder) => join(folder, 'ffmpeg')))
    if ((await isProgram(path)) && (await canWrite(path))) return path
  const packaged = await findPackaged()
  return packaged !== undefined && (await canWrite(packaged)) ? packaged : undefined
}

/** The package names what is for this kind of machine, and fails where nothing is. */
async function findPackaged(): Promise<string | undefined> {
  try {
    const { default: packaged } = await import('@ffmpeg-installer/ffmpeg')
    return packaged.path
  } catch {
    return undefined
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function canWrite(ffmpeg: string): Promise<boolean> {
  let said = ''
  const onOutput = (chunk: Buffer) => {
    said += chunk.toString()
  }
  const patience = AbortSignal.timeout(patienceMs)
  try {
    await runFfmpeg(ffmpeg, ['-encoders'], patience, onOutput)
    return needed.every((encoder) => new RegExp(`^ A\\S* ${encoder} `, 'm').test(said))
  } catch (error) {
    if (patience.aborted)
      throw new ProbeTooSlow(`${ffmpeg} did not say in time what it can`, { cause: error })
    return false
  }
}
