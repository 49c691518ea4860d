import { namesFile } from './kept-entries'
import { forgetFilesOfOthers, keepsFiles } from './kept-files'

/** Forgets the bytes of what was forgotten, where nobody is signed in who would do so. */
export async function forgetOldFiles(): Promise<void> {
  if (await keepsFiles()) await forgetFilesOfOthers(null, namesFile)
}
