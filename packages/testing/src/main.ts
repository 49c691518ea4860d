/** Runs `test`, `check` or `gallery`, which bin/cloudpa.mjs of packages/local hands over. */
export async function run(name: string, args: string[]): Promise<void> {
  if (name === 'test') await (await import('./run-tests.js')).runTests(args)
  else if (name === 'gallery') await (await import('./run-gallery.js')).runGallery(args)
  else await (await import('./check.js')).check()
}
