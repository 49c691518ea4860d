-- Texts kept to be sent again, of the whole org or of one member, with whom they go.
CREATE TABLE "quick_reply" (
    "id" UUID NOT NULL,
    "org_id" UUID NOT NULL,
    "member_id" UUID,
    "shortcut" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quick_reply_pkey" PRIMARY KEY ("id","org_id")
);

-- CreateIndex
CREATE INDEX "quick_reply_org_id_idx" ON "quick_reply"("org_id");

-- A shortcut is one thing to the whole org, and one to each member besides.
CREATE UNIQUE INDEX "quick_reply_shared_key" ON "quick_reply"("shortcut", "org_id") WHERE "member_id" IS NULL;
CREATE UNIQUE INDEX "quick_reply_private_key" ON "quick_reply"("member_id", "shortcut", "org_id")
  WHERE "member_id" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "quick_reply" ADD CONSTRAINT "quick_reply_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quick_reply" ADD CONSTRAINT "quick_reply_org_id_member_id_fkey" FOREIGN KEY ("org_id", "member_id") REFERENCES "member"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CALL raise_wall('quick_reply');
