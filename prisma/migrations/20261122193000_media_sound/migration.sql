-- Beside sound that not every browser plays stands a copy that they all do. What it takes counts as what the org keeps.
ALTER TABLE "media" ADD COLUMN "m4a_bytes" INTEGER;

CREATE OR REPLACE FUNCTION "keep_media_usage"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO media_usage AS u (org_id, files, bytes)
  VALUES (NEW.org_id, (OLD.bytes IS NULL)::int,
          NEW.bytes - coalesce(OLD.bytes, 0) + coalesce(NEW.m4a_bytes, 0) - coalesce(OLD.m4a_bytes, 0))
  ON CONFLICT (org_id) DO UPDATE SET files = u.files + excluded.files, bytes = u.bytes + excluded.bytes;
  RETURN NULL;
END $$;
DROP TRIGGER "keep_media_usage" ON "media";
CREATE TRIGGER "keep_media_usage" AFTER UPDATE ON "media"
  FOR EACH ROW WHEN (NEW."bytes" IS NOT NULL
    AND (OLD."bytes" IS DISTINCT FROM NEW."bytes" OR OLD."m4a_bytes" IS DISTINCT FROM NEW."m4a_bytes"))
  EXECUTE FUNCTION "keep_media_usage"();

CREATE OR REPLACE FUNCTION "leave_media"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- One that waits may be stored already, by whoever died before saying so.
  INSERT INTO media_leftover (org_id, id) VALUES (OLD.org_id, OLD.id) ON CONFLICT DO NOTHING;
  UPDATE media_usage SET files = files - 1, bytes = bytes - OLD.bytes - coalesce(OLD.m4a_bytes, 0)
  WHERE org_id = OLD.org_id AND OLD.bytes IS NOT NULL;
  RETURN NULL;
END $$;
