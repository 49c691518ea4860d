-- Content resources of the orgs' Twilio accounts, as they were last seen there.
CREATE TABLE "template" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_sid" TEXT NOT NULL,
    "sid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "category" TEXT,
    "body" TEXT NOT NULL,
    "face" JSONB NOT NULL,
    "variables" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "synced_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "template_pkey" PRIMARY KEY ("id","org_id")
);

-- How the last look at an account's templates went, and whether somebody looks just now.
CREATE TABLE "template_sync" (
    "org_id" UUID NOT NULL,
    "account_sid" TEXT NOT NULL,
    "synced_at" TIMESTAMPTZ(3),
    "problem" JSONB,
    "claim" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "template_sync_pkey" PRIMARY KEY ("account_sid","org_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "template_account_sid_sid_org_id_key" ON "template"("account_sid", "sid", "org_id");

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template_sync" ADD CONSTRAINT "template_sync_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CALL raise_wall('template');
CALL raise_wall('template_sync');
