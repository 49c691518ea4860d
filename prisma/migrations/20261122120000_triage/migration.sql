-- Where a conversation stands, until when it is put off, why it is back, and who acted last.
CREATE TYPE "conversation_state" AS ENUM ('open', 'snoozed', 'done');
CREATE TYPE "conversation_return" AS ENUM ('wrote', 'snooze_over');

ALTER TABLE "conversation"
  ADD COLUMN "state" "conversation_state" NOT NULL DEFAULT 'open',
  ADD COLUMN "snoozed_until" TIMESTAMPTZ(3),
  ADD COLUMN "back_at" TIMESTAMPTZ(3) GENERATED ALWAYS AS (coalesce("snoozed_until", 'infinity')) STORED,
  ADD COLUMN "returned" "conversation_return",
  ADD COLUMN "starred" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "acted_by" UUID,
  ADD COLUMN "acts" INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT "conversation_snooze" CHECK ("state" = 'snoozed' OR "snoozed_until" IS NULL),
  ADD CONSTRAINT "conversation_back" CHECK ("state" = 'open' OR "returned" IS NULL);

-- Lists are of conversations in one state. Every message moves its conversation in each index that it stands in, so these
-- take the place of the one over all, and an open conversation stands in no more of them than before. The state is no
-- column of theirs: to compare an enum is not leakproof, so behind the wall no index is entered by one.
DROP INDEX "conversation_org_id_last_position_id_idx";
CREATE INDEX "conversation_open_idx" ON "conversation"("org_id", "last_position", "id") WHERE "state" = 'open';
CREATE INDEX "conversation_done_idx" ON "conversation"("org_id", "last_position", "id") WHERE "state" = 'done';
DROP INDEX "conversation_unread_idx";
CREATE INDEX "conversation_unread_idx" ON "conversation"("org_id", "last_position", "id")
  WHERE "unread_count" > 0 AND "state" = 'open';
DROP INDEX "conversation_waiting_idx";
CREATE INDEX "conversation_waiting_idx" ON "conversation"("org_id", "last_position", "id")
  WHERE "last_inbound_position" = "last_position" AND "state" = 'open';

-- A few of an org's conversations each.
CREATE INDEX "conversation_starred_idx" ON "conversation"("org_id", "last_position", "id") WHERE "starred";
CREATE INDEX "conversation_returned_idx" ON "conversation"("org_id", "last_position", "id")
  WHERE "returned" IS NOT NULL;
-- By a column: coalesce is not leakproof either.
CREATE INDEX "conversation_snoozed_idx" ON "conversation"("org_id", "back_at", "id")
  WHERE "state" = 'snoozed';
-- What of all orgs is to come back next; an org's own list can't go by it.
CREATE INDEX "conversation_snooze_over_idx" ON "conversation"("snoozed_until")
  WHERE "state" = 'snoozed' AND "snoozed_until" IS NOT NULL;

-- How many of the customer's messages stand behind a place of a conversation. It is volatile, so that a statement that
-- waited for the conversation counts what is there by then, and not what was there when it began.
CREATE FUNCTION "unread_behind"("org" uuid, "thread" uuid, "place" bigint) RETURNS int LANGUAGE sql VOLATILE AS $$
  SELECT count(*)::int FROM message
  WHERE org_id = $1 AND conversation_id = $2 AND direction = 'inbound' AND position > $3
$$;

-- What is told of several orgs at once names who acted: of people it shows the names of those orgs' members.
GRANT SELECT ("id", "name") ON "user" TO cloudpa_batch;
CREATE POLICY "some_orgs" ON "user" TO cloudpa_batch
  USING (EXISTS (SELECT FROM "member" WHERE "member"."user_id" = "user"."id"));
