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
