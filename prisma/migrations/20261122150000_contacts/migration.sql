-- What the org knows of a contact beside what WhatsApp told: what they call them, a note, and facts under their own labels.
ALTER TABLE "contact"
  ADD COLUMN "our_name" TEXT,
  ADD COLUMN "about" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "fields" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1;

-- A text without case, accents and the marks that Arabic is mostly written without: how names are sorted and looked for.
CREATE FUNCTION "fold_text"("given" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(normalize("given", NFKD), '[\u0300-\u036f\u0640\u064b-\u065f\u0670]', '', 'g'));

-- Cut, since no entry of an index may be longer than a third of a page. In the order of its letters' numbers: then the
-- place where a page ended is the same wherever the database runs.
ALTER TABLE "contact" ADD COLUMN "sort_name" TEXT COLLATE "C"
  GENERATED ALWAYS AS (left(fold_text(coalesce("our_name", "profile_name", '')), 100)) STORED;

-- What they call themself, where the org calls them otherwise: it is looked for as well.
CREATE FUNCTION "fold_other_name"("our_name" text, "profile_name" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN "our_name" IS NOT NULL THEN left(fold_text("profile_name"), 100) END;
ALTER TABLE "contact" ADD COLUMN "other_name" TEXT COLLATE "C"
  GENERATED ALWAYS AS (fold_other_name("our_name", "profile_name")) STORED;

-- The list. Each contact stands in it; said as a part of them, so that nothing that is looked up by key can go by it.
-- A search walks it, and asks for nothing that doesn't stand in it.
CREATE INDEX "contact_by_name_idx" ON "contact"("org_id", "sort_name", "id") INCLUDE ("other_name")
  WHERE "sort_name" IS NOT NULL;

-- Two contacts that became one, and how they were: what takes that back.
CREATE TABLE "contact_merge" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "was" JSONB NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_merge_pkey" PRIMARY KEY ("id","org_id")
);
CREATE INDEX "contact_merge_contact_id_org_id_idx" ON "contact_merge"("contact_id", "org_id");
CREATE INDEX "contact_merge_merged_at_idx" ON "contact_merge"("merged_at");
ALTER TABLE "contact_merge" ADD CONSTRAINT "contact_merge_org_id_contact_id_fkey"
  FOREIGN KEY ("org_id", "contact_id") REFERENCES "contact"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CALL raise_wall('contact_merge');

-- Whom an event is about, where it is a contact.
ALTER TABLE "org_event" ADD COLUMN "contact_id" UUID;
