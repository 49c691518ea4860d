-- Lists of conversations under a name, of the whole org or of one member, with whom they go. A view goes with its label, too:
-- without it, it would be a list of something else.
CREATE TABLE "saved_view" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "member_id" UUID,
    "name" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "label_id" UUID,
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id","org_id")
);

-- A few of an org's each: what goes with a member or a label is found by it, too.
CREATE INDEX "saved_view_org_id_idx" ON "saved_view"("org_id");

ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_org_id_member_id_fkey" FOREIGN KEY ("org_id", "member_id") REFERENCES "member"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_org_id_label_id_fkey" FOREIGN KEY ("org_id", "label_id") REFERENCES "label"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CALL raise_wall('saved_view');
