import { namesFile } from './kept-entries'
import { forgetFilesOfOthers, keepsFiles } from './kept-files'

/** Deletes files that no draft or unsent message refers to, when nobody is signed in. */
export async function forgetOldFiles(): Promise<void> {
  if (await keepsFiles()) await forgetFilesOfOthers(null, namesFile)
}
