/** A toast; the library is fetched with the first one. */
export async function notify(kind: 'success' | 'error', message: string) {
  const { toast } = await import('sonner')
  toast[kind](message)
}
