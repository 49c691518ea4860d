-- The files that messages carry: fetched once the message is shown, kept beside the database, and gone with the message.
CREATE TYPE "media_state" AS ENUM ('waiting', 'ready', 'failed');

CREATE TABLE "media" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "state" "media_state" NOT NULL DEFAULT 'waiting',
    "kind" TEXT,
    "content_type" TEXT,
    "name" TEXT,
    "bytes" INTEGER,
    "sha256" TEXT,
    "thumbnail_bytes" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claim" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "media_pkey" PRIMARY KEY ("id","org_id")
);

-- CreateIndex
CREATE INDEX "media_message_id_org_id_idx" ON "media"("message_id", "org_id");

-- What the sweeper looks for, org by org.
CREATE INDEX "media_due_idx" ON "media"("org_id", "next_attempt_at") WHERE "state" = 'waiting';

-- AddForeignKey
ALTER TABLE "media" ADD CONSTRAINT "media_org_id_message_id_fkey" FOREIGN KEY ("org_id", "message_id") REFERENCES "message"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How much an org keeps, so that nobody has to add it up.
CREATE TABLE "media_usage" (
    "org_id" UUID NOT NULL,
    "files" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "media_usage_pkey" PRIMARY KEY ("org_id")
);

-- Files whose row is gone, whoever deleted what it hung on. No foreign key: the org may be gone too.
CREATE TABLE "media_leftover" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "media_leftover_pkey" PRIMARY KEY ("id","org_id")
);

CREATE FUNCTION "keep_media_usage"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO media_usage AS u (org_id, files, bytes)
  VALUES (NEW.org_id, (OLD.bytes IS NULL)::int, NEW.bytes - coalesce(OLD.bytes, 0))
  ON CONFLICT (org_id) DO UPDATE SET files = u.files + excluded.files, bytes = u.bytes + excluded.bytes;
  RETURN NULL;
END $$;
CREATE TRIGGER "keep_media_usage" AFTER UPDATE ON "media"
  FOR EACH ROW WHEN (NEW."bytes" IS NOT NULL AND OLD."bytes" IS DISTINCT FROM NEW."bytes")
  EXECUTE FUNCTION "keep_media_usage"();

CREATE FUNCTION "leave_media"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- One that waits may be stored already, by whoever died before saying so.
  INSERT INTO media_leftover (org_id, id) VALUES (OLD.org_id, OLD.id) ON CONFLICT DO NOTHING;
  UPDATE media_usage SET files = files - 1, bytes = bytes - OLD.bytes WHERE org_id = OLD.org_id AND OLD.bytes IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "leave_media" AFTER DELETE ON "media" FOR EACH ROW EXECUTE FUNCTION "leave_media"();

CALL raise_wall('media');
CALL raise_wall('media_usage');
CALL raise_wall('media_leftover');
