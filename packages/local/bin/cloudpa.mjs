// Where every command begins, before anything is installed. This file alone must be readable by an old Node, to say so.
const minimum = [20, 19]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
  console.error(
    'Cloud PA needs Node ' +
      minimum.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      'Install a newer one (https://nodejs.org) and run the same command again.',
  )
  process.exit(1)
}

// What the person can put right is shown without a stack.
const reported = ['SetupError', 'ReportedError']

import('./prepare.mjs')
  .then((module) => module.runCommand(process.argv[2], process.argv.slice(3)))
  .catch((error) => {
    console.error(error instanceof Error && reported.includes(error.name) ? error.message : error)
    process.exit(1)
  })
