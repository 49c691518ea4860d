-- Files that members upload, to be sent. Until then they belong to no message, and go after a day.
ALTER TABLE "media" ALTER COLUMN "message_id" DROP NOT NULL,
                    ALTER COLUMN "url" DROP NOT NULL,
                    ADD COLUMN "uploaded_by" UUID,
                    ADD COLUMN "shown" JSONB;
ALTER TABLE "media" ADD CONSTRAINT "media_has_a_source_check"
  CHECK ("uploaded_by" IS NOT NULL OR "message_id" IS NOT NULL AND "url" IS NOT NULL);

-- What the sweeper looks for, of all orgs.
CREATE INDEX "media_unsent_idx" ON "media"("created_at") WHERE "message_id" IS NULL;

-- Typing is shown only where an admin asked for it: it also marks what the customer wrote as read.
ALTER TABLE "chat_account" ADD COLUMN "typing_indicator" BOOLEAN NOT NULL DEFAULT false;
