import { create } from 'zustand'
import type { ApiError } from '../../client/api-error'

/** How far a file of ours is on its way to the server. What the server has is not here any more. */
export interface Upload {
  state: 'waiting' | 'uploading' | 'failed'
  /** How much of it the line has taken, from 0 to 1. */
  part: number
  /** Why it failed, where the server or the line said so. */
  error?: ApiError | undefined
}

/** By the file's id. */
export const useUploads = create<Record<string, Upload>>(() => ({}))

/** Notes how far a file is; null: it is nothing to wait for any more. */
export function noteUpload(id: string, upload: Upload | null): void {
  const { [id]: _, ...others } = useUploads.getState()
  useUploads.setState(upload ? { ...others, [id]: upload } : others, true)
}
