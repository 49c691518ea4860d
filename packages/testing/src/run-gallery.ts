import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '@cloudpa/local/install'
import { ReportedError } from '@cloudpa/local/reported-error'
import { runTests } from './run-tests.js'

const usage = `npm run gallery [-- [--to FOLDER] [--size WIDTH]… [WORD…]]
  --to    where the pictures and their index.html go; .data/gallery unless told otherwise
  --size  takes only this width: 390, 768 or 1440
  WORD    takes only the states whose name holds one of the words, such as thread or settings-team`

/**
 * Brings the product, on a stack of its own, into every state that its screens have, and takes a picture of each.
 * @throws {ReportedError} with the usage, when the command line can't be understood
 */
export async function runGallery(args: string[]): Promise<void> {
  const { folder, sizes, words } = readOptions(args)
  process.env.GALLERY_DIR = folder
  process.env.GALLERY_SIZES = sizes.join(' ')
  process.env.GALLERY_ONLY = words.join(' ')
  await runTests(['--project', 'gallery'])
  console.log(`The gallery: ${resolve(folder, 'index.html')}`)
}

function readOptions(args: string[]): { folder: string; sizes: string[]; words: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        to: { type: 'string', default: '.data/gallery' },
        size: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
    })
    return { folder: resolve(root, values.to), sizes: values.size, words: positionals }
  } catch (error) {
    throw new ReportedError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}
