-- That Twilio lets an account send nothing until somebody mends it: said once of the account, and its messages wait.
ALTER TABLE "chat_account" ADD COLUMN "alarm_code" TEXT,
                           ADD COLUMN "alarm_at" TIMESTAMPTZ(3),
                           ADD COLUMN "alarm_ask_at" TIMESTAMPTZ(3);

-- The sids under which Twilio took a message, gave it up because too much was under way, and had it sent again: what is
-- reported of them later is not about the message any more.
CREATE TABLE "spent_sid" (
    "org_id" UUID NOT NULL,
    "chat_account_id" UUID NOT NULL,
    "sid" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "error_code" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_sid_pkey" PRIMARY KEY ("sid","org_id","chat_account_id")
);
CREATE INDEX "spent_sid_message_id_org_id_idx" ON "spent_sid"("message_id", "org_id");
ALTER TABLE "spent_sid" ADD CONSTRAINT "spent_sid_org_id_message_id_fkey"
  FOREIGN KEY ("org_id", "message_id") REFERENCES "message"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CALL raise_wall('spent_sid');
