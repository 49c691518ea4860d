-- How far each number is compared with Twilio's own list of its messages, and what that found.
CREATE TABLE "catch_up" (
    "org_id" UUID NOT NULL,
    "chat_account_id" UUID NOT NULL,
    "account_sid" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "proven_until" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "checked" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "recovered" INTEGER NOT NULL DEFAULT 0,
    "recovered_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "claim" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "listed" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "problem" JSONB,
    "looked_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "catch_up_pkey" PRIMARY KEY ("org_id","chat_account_id")
);

ALTER TABLE "catch_up" ADD CONSTRAINT "catch_up_org_id_chat_account_id_fkey" FOREIGN KEY ("org_id", "chat_account_id") REFERENCES "chat_account"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CALL raise_wall('catch_up');

-- What Twilio took from elsewhere, or from a state of this database that is lost.
ALTER TYPE "author_kind" ADD VALUE 'elsewhere';
