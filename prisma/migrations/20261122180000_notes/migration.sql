-- What members tell each other about a conversation: a table of its own, which nothing that sends to Twilio reads.
CREATE TABLE "note" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "author_kind" "author_kind" NOT NULL,
    "author_id" UUID NOT NULL,
    "author_name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "mentions" JSONB NOT NULL DEFAULT '[]',
    "client_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id","org_id")
);
CREATE INDEX "note_conversation_id_org_id_position_idx" ON "note"("conversation_id", "org_id", "position");
CREATE UNIQUE INDEX "note_author_id_client_id_org_id_key" ON "note"("author_id", "client_id", "org_id");
ALTER TABLE "note" ADD CONSTRAINT "note_org_id_conversation_id_fkey" FOREIGN KEY ("org_id", "conversation_id") REFERENCES "conversation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whom a note names, as each of them looks for it: the newest last.
CREATE TABLE "mention" (
    "org_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "note_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seen" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "mention_pkey" PRIMARY KEY ("member_id","org_id","position","note_id")
);
-- Where a member has not looked yet: few, however many there ever were.
CREATE INDEX "mention_unseen_idx" ON "mention"("member_id", "org_id", "conversation_id") WHERE NOT "seen";
CREATE INDEX "mention_note_id_org_id_idx" ON "mention"("note_id", "org_id");
ALTER TABLE "mention" ADD CONSTRAINT "mention_org_id_note_id_fkey" FOREIGN KEY ("org_id", "note_id") REFERENCES "note"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mention" ADD CONSTRAINT "mention_org_id_member_id_fkey" FOREIGN KEY ("org_id", "member_id") REFERENCES "member"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CALL raise_wall('note');
CALL raise_wall('mention');
-- What comes in and goes out in batches writes no note; the screens of many orgs are told of theirs.
REVOKE INSERT, UPDATE, DELETE ON "note" FROM cloudpa_batch;
REVOKE ALL ON "mention" FROM cloudpa_batch;

-- Which note an event is about, where it is one.
ALTER TABLE "org_event" ADD COLUMN "note_id" UUID;
-- Of which member's screens alone it is a matter, where it is none of the others'.
ALTER TABLE "org_event" ADD COLUMN "member_id" UUID;
