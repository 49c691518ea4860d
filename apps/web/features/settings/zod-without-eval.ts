import { config } from 'zod'

// zod compiles its checks with `new Function` where it may; our Content-Security-Policy forbids that and
// would log every attempt.
config({ jitless: true })
