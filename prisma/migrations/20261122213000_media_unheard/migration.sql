-- Sound is shown first and listened to afterwards: who is listened to yet, whatever became of the process that was to.
ALTER TABLE "media" ADD COLUMN "unheard" BOOLEAN NOT NULL DEFAULT false;

-- What the sweeper looks for, org by org.
CREATE INDEX "media_unheard_idx" ON "media"("org_id", "next_attempt_at") WHERE "unheard";
