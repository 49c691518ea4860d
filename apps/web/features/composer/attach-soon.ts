import { toast } from '../../client/toast'

/** Puts files over the text; what does so is fetched by then. */
export async function attach(conversationId: string, files: Iterable<File>, failed: string): Promise<void> {
  const chosen = [...files]
  if (chosen.length === 0) return
  try {
    const { attachFiles } = await import('./attach')
    await attachFiles(conversationId, chosen)
  } catch (error) {
    console.warn('What takes up files could not be fetched.', error)
    await toast('error', failed)
  }
}
