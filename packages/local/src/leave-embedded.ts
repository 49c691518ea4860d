// Run by a process on its way out, which waits for it: gives back its share in the embedded PostgreSQL.
// Usage: node leave-embedded.js DATA_DIR BACKEND_PID
import { leaveFor } from './embedded-postgres.js'

const [dataDir, backendPid] = process.argv.slice(2)
if (dataDir && backendPid) await leaveFor(dataDir, Number(backendPid))
