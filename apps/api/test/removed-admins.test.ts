import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import { expect, it } from 'vitest'
import { memberIdOf, newMember, newOwner } from './browser.js'
import { askDatabase, withDatabase } from './database.js'

it('an API key that is still being made when its admin is removed does not outlive them', async () => {
  const stack = await sharedStack()
  const ann = await newOwner(stack)
  const bob = await newMember(ann, 'admin')
  const bobId = await memberIdOf(ann, bob.email)
  const waiting = async () => {
    const held = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return (await askDatabase(stack, held, [])).length
  }
  const keys = `SELECT FROM api_key JOIN "user" ON "user".id = created_by WHERE email = $1`
  await withDatabase(stack, async (stranger) => {
    await stranger.query('BEGIN')
    // What the key refers to: the key waits, with its maker known as an admin.
    await stranger.query('SELECT 1 FROM "user" WHERE email = $1 FOR UPDATE', [bob.email])
    const made = bob.ask('POST', '/api/v1/api-keys', { name: 'Script', scope: 'admin' })
    await waitFor(async () => (await waiting()) === 1)
    let isRemoved = false
    const removed = ann.ask('DELETE', `/api/v1/members/${bobId}`).finally(() => (isRemoved = true))
    await waitFor(async () => isRemoved || (await waiting()) === 2)
    await stranger.query('ROLLBACK')
    expect((await removed).status).toBe(204)
    await made
  })
  expect(await askDatabase(stack, keys, [bob.email])).toEqual([])
})
