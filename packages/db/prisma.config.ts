import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: '../../prisma/schema.prisma',
  migrations: { path: '../../prisma/migrations' },
  // `generate` needs no database, but Prisma wants an address in any case.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/cloudpa' },
})
