// Joins the embedded PostgreSQL of the folder named on the command line, says so in JSON, and leaves on SIGTERM.
import { joinEmbeddedPostgres } from '../dist/embedded-postgres.js'

const lease = await joinEmbeddedPostgres(process.argv[2], (error) => {
  console.error(error)
  process.exit(1)
})
console.log(JSON.stringify({ url: lease.url, adopted: lease.adopted }))
const alive = setInterval(() => undefined, 60_000)
process.once('SIGTERM', async () => {
  console.log(JSON.stringify({ stopped: await lease.leave() }))
  clearInterval(alive)
})
