import { fileOf } from './carried'
import { namesFile } from './kept-entries'
import { forgetFilesOfOthers } from './kept-files'
import { useTray } from './tray'
import { useUnsent } from './unsent'

/** Forgets the files of others who were here, and those that nothing speaks of any more. */
export function forgetUnwantedFiles(owner: string): Promise<void> {
  return forgetFilesOfOthers(owner, isWanted)
}

function isWanted(id: string): boolean {
  if (namesFile(id)) return true
  const chosen = Object.values(useTray.getState().files).flat()
  return (
    chosen.some((file) => file.id === id) ||
    useUnsent.getState().items.some(({ carried }) => fileOf(carried)?.id === id)
  )
}
