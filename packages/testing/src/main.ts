/** Runs `test` or `check`, which bin/cloudpa.mjs of packages/local hands over. */
export async function run(name: string, args: string[]): Promise<void> {
  if (name === 'test') await (await import('./run-tests.js')).runTests(args)
  else await (await import('./check.js')).check()
}
