-- What is to be sent later: a table of its own, since a message that waits would hold up every reply behind it.
CREATE TABLE "scheduled_message" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "author_kind" "author_kind" NOT NULL,
    "author_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "content" JSONB,
    "to_send" JSONB NOT NULL,
    "send_at" TIMESTAMPTZ(3),
    "after_position" BIGINT NOT NULL,
    "failure" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "scheduled_message_pkey" PRIMARY KEY ("id","org_id")
);
CREATE INDEX "scheduled_message_conversation_id_org_id_idx" ON "scheduled_message"("conversation_id", "org_id");
CREATE UNIQUE INDEX "scheduled_message_author_id_client_id_org_id_key" ON "scheduled_message"("author_id", "client_id", "org_id");
ALTER TABLE "scheduled_message" ADD CONSTRAINT "scheduled_message_org_id_conversation_id_fkey" FOREIGN KEY ("org_id", "conversation_id") REFERENCES "conversation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- What of all orgs is due next, and which orgs wait for a customer.
CREATE INDEX "scheduled_message_due_idx" ON "scheduled_message"("send_at") INCLUDE ("org_id") WHERE "failure" IS NULL AND "send_at" IS NOT NULL;
-- What of one org is due, by its time or because a customer wrote.
CREATE INDEX "scheduled_message_of_org_idx" ON "scheduled_message"("org_id", "send_at") WHERE "failure" IS NULL;
CREATE INDEX "scheduled_message_opens_idx" ON "scheduled_message"("org_id") WHERE "failure" IS NULL AND "send_at" IS NULL;

CALL raise_wall('scheduled_message');
-- What comes in and goes out in batches knows nothing of it.
REVOKE ALL ON "scheduled_message" FROM cloudpa_batch;

-- The file of what waits: nobody else sends it, and it stays however long that takes.
ALTER TABLE "media" ADD COLUMN "scheduled_id" UUID;
CREATE INDEX "media_scheduled_idx" ON "media"("scheduled_id", "org_id") WHERE "scheduled_id" IS NOT NULL;
ALTER TABLE "media" ADD CONSTRAINT "media_org_id_scheduled_id_fkey" FOREIGN KEY ("org_id", "scheduled_id") REFERENCES "scheduled_message"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
DROP INDEX "media_unsent_idx";
CREATE INDEX "media_unsent_idx" ON "media"("created_at") WHERE "message_id" IS NULL AND "scheduled_id" IS NULL;

-- What left without anybody's pressing send is not sent to who asks not to be written to while it waits in line.
ALTER TABLE "message" ADD COLUMN "automatic" BOOLEAN NOT NULL DEFAULT false;
