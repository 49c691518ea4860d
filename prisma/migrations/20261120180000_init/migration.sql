-- CreateEnum
CREATE TYPE "api_key_scope" AS ENUM ('read', 'send', 'admin');

-- CreateEnum
CREATE TYPE "handle_kind" AS ENUM ('phone', 'user_id');

-- CreateEnum
CREATE TYPE "webhook_event_kind" AS ENUM ('message', 'status');

-- CreateEnum
CREATE TYPE "message_direction" AS ENUM ('inbound', 'outbound');

-- CreateEnum
CREATE TYPE "author_kind" AS ENUM ('customer', 'member', 'api_key');

-- CreateEnum
CREATE TYPE "message_status" AS ENUM ('received', 'queued', 'sending', 'unconfirmed', 'sent', 'failed', 'delivered', 'read');

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "last_org_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "active_org_id" UUID,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "login_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "logo" TEXT,
    "metadata" TEXT,
    "by_operator" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT,
    "status" TEXT NOT NULL,
    "inviter_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" "api_key_scope" NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "chat_account" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL DEFAULT 'twilio_whatsapp',
    "name" TEXT,
    "external_phone_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "account_sid" TEXT NOT NULL,
    "messaging_service_sid" TEXT,
    "auth_token_sealed" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "proven_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "chat_account_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "number_holder" (
    "account_sid" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "holder_org_id" UUID NOT NULL,
    "chat_account_id" UUID NOT NULL,

    CONSTRAINT "number_holder_pkey" PRIMARY KEY ("account_sid","address")
);

-- A text as one looks for it: no case, no accents, one form of each letter and digit. It is how names are sorted and looked
-- for, and the same as fold-text.ts makes of what is searched, which a test holds.
CREATE FUNCTION "fold_text"("given" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(
  normalize(translate(
    replace(replace(replace(replace(
      regexp_replace(lower(normalize("given", NFKD)),
        '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]', '', 'g'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øðđłıħςٱةىیکہھךםןףץ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙',
    'oddlihσاهييكههכמנפצ01234567890123456789012345678901234567890123456789'
  ), NFC),
  'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ',
  'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ'
);

-- What they call themself, where the org calls them otherwise: it is looked for as well.
CREATE FUNCTION "fold_other_name"("our_name" text, "profile_name" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN "our_name" IS NOT NULL THEN left(fold_text("profile_name"), 100) END;

-- CreateTable
CREATE TABLE "contact" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "profile_name" TEXT,
    "profile_position" BIGINT NOT NULL DEFAULT 0,
    -- What the org knows of them beside what WhatsApp told: what it calls them, a note, and facts under its own labels.
    "our_name" TEXT,
    "about" TEXT NOT NULL DEFAULT '',
    "fields" JSONB NOT NULL DEFAULT '[]',
    "revision" INTEGER NOT NULL DEFAULT 1,
    -- Cut, since no entry of an index may be longer than a third of a page. In the order of its letters' numbers: then the
    -- place where a page ended is the same wherever the database runs.
    "sort_name" TEXT COLLATE "C"
      GENERATED ALWAYS AS (left(fold_text(coalesce("our_name", "profile_name", '')), 100)) STORED,
    "other_name" TEXT COLLATE "C" GENERATED ALWAYS AS (fold_other_name("our_name", "profile_name")) STORED,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "handle" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "kind" "handle_kind" NOT NULL,
    "value" TEXT NOT NULL,
    "chat_account_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handle_pkey" PRIMARY KEY ("id","org_id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "position" BIGSERIAL NOT NULL,
    "org_id" UUID NOT NULL,
    "chat_account_id" UUID NOT NULL,
    "kind" "webhook_event_kind" NOT NULL,
    "sid" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT '',
    "message_id" UUID,
    "form" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("position","org_id")
);

-- CreateTable
CREATE TABLE "webhook_due" (
    "position" BIGINT NOT NULL,
    "org_id" UUID NOT NULL,
    "kind" "webhook_event_kind" NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),
    "error" TEXT,

    CONSTRAINT "webhook_due_pkey" PRIMARY KEY ("position","org_id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "chat_account_id" UUID NOT NULL,
    "reply_address" TEXT NOT NULL,
    "last_position" BIGINT NOT NULL,
    "last_inbound_position" BIGINT NOT NULL DEFAULT 0,
    "last_inbound_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "read_position" BIGINT NOT NULL DEFAULT 0,
    "unread_count" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id","org_id")
);

-- CreateTable
CREATE TABLE "message" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "chat_account_id" UUID NOT NULL,
    "direction" "message_direction" NOT NULL,
    "status" "message_status" NOT NULL,
    "author_kind" "author_kind" NOT NULL,
    "author_id" UUID,
    "body" TEXT NOT NULL,
    "content" JSONB,
    "sid" TEXT,
    "client_id" TEXT,
    "position" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "price_amount" DECIMAL(12,6),
    "price_currency" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "error_code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "claim" INTEGER NOT NULL DEFAULT 0,
    "claimed_at" TIMESTAMPTZ(3),
    "first_claimed_at" TIMESTAMPTZ(3),
    "reply_address" TEXT,
    "account_sid" TEXT,
    "from_address" TEXT,
    "status_asked_at" TIMESTAMPTZ(3),
    "status_asks" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id","org_id")
);

-- CreateTable
CREATE TABLE "org_seq" (
    "org_id" UUID NOT NULL,
    "last" BIGINT NOT NULL,

    CONSTRAINT "org_seq_pkey" PRIMARY KEY ("org_id")
);

-- CreateTable
CREATE TABLE "org_event" (
    "org_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "conversation_id" UUID,
    "message_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "org_event_pkey" PRIMARY KEY ("org_id","seq")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "secret_sealed" TEXT NOT NULL,
    "key_fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "login_user_id_idx" ON "login"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "org_slug_key" ON "org"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "member_user_id_org_id_key" ON "member"("user_id", "org_id");

-- CreateIndex
CREATE INDEX "invitation_email_idx" ON "invitation"("email");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_org_id_key" ON "invitation"("token_hash", "org_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_org_id_key" ON "api_key"("hash", "org_id");

-- CreateIndex
CREATE INDEX "handle_contact_id_org_id_idx" ON "handle"("contact_id", "org_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_event_org_id_chat_account_id_sid_kind_status_key" ON "webhook_event"("org_id", "chat_account_id", "sid", "kind", "status");

-- CreateIndex
CREATE INDEX "conversation_org_id_last_position_id_idx" ON "conversation"("org_id", "last_position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_contact_id_chat_account_id_org_id_key" ON "conversation"("contact_id", "chat_account_id", "org_id");

-- CreateIndex
CREATE INDEX "message_conversation_id_org_id_position_idx" ON "message"("conversation_id", "org_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "message_sid_org_id_chat_account_id_key" ON "message"("sid", "org_id", "chat_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_author_id_client_id_org_id_key" ON "message"("author_id", "client_id", "org_id");

-- CreateIndex
CREATE INDEX "org_event_at_idx" ON "org_event"("at");

-- What Prisma's schema cannot say: checks, room in a table's pages, and indexes over a part of a table.

-- Every message changes its org's number and its conversation: the new version of the row fits beside the old one.
ALTER TABLE "org_seq" SET (fillfactor = 50);
ALTER TABLE "conversation" SET (fillfactor = 80);
-- Its rows live for milliseconds: what counts is how many died, not what share they are of a table that is all but empty.
ALTER TABLE "webhook_due" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row" CHECK ("id" = 1);

-- An org has a number of a Twilio account once, until an admin removes it.
CREATE UNIQUE INDEX "chat_account_number_key" ON "chat_account"("org_id", "account_sid", "address")
  WHERE "removed_at" IS NULL;

-- Of all orgs, one has it proven: whoever comes second violates the primary key of number_holder. No tenant may look into
-- that table, so it is kept, and asked, with its owner's rights.
CREATE FUNCTION "keep_number_holder"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.proven_at IS NOT NULL AND OLD.removed_at IS NULL THEN
    DELETE FROM number_holder WHERE (account_sid, address) = (OLD.account_sid, OLD.address);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.proven_at IS NOT NULL AND NEW.removed_at IS NULL THEN
    INSERT INTO number_holder (account_sid, address, holder_org_id, chat_account_id)
    VALUES (NEW.account_sid, NEW.address, NEW.org_id, NEW.id);
  END IF;
  RETURN NULL;
END $$;
-- Tells the transaction's org that a number is another's, and not whose.
CREATE FUNCTION "is_held_elsewhere"(sid text, number text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT EXISTS (
    SELECT FROM number_holder WHERE (account_sid, address) = (sid, number)
      AND holder_org_id <> NULLIF(current_setting('app.org_id', true), '')::uuid)
$$;
-- Whatever schema this is, temporary tables come last: a caller's own must not pass for ours.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION keep_number_holder() SET search_path = %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION is_held_elsewhere(text, text) SET search_path = %I, pg_temp', current_schema());
END $$;
CREATE TRIGGER "keep_number_holder"
  AFTER INSERT OR DELETE OR UPDATE OF "account_sid", "address", "proven_at", "removed_at" ON "chat_account"
  FOR EACH ROW EXECUTE FUNCTION "keep_number_holder"();

-- Whom a form may be for: the holder of its number, those of its Messaging Service, and claims yet to be proven.
CREATE INDEX "chat_account_proven_idx" ON "chat_account"("account_sid", "address")
  WHERE "removed_at" IS NULL AND "proven_at" IS NOT NULL;
CREATE INDEX "chat_account_service_idx" ON "chat_account"("account_sid", "messaging_service_sid", "proven_at")
  WHERE "removed_at" IS NULL AND "proven_at" IS NOT NULL;
CREATE INDEX "chat_account_unproven_idx" ON "chat_account"("account_sid")
  WHERE "removed_at" IS NULL AND "proven_at" IS NULL;

-- A phone is one person to the whole org; a WhatsApp user id is one person to the number it was made for.
CREATE UNIQUE INDEX "handle_phone_key" ON "handle"("org_id", "value") WHERE "kind" = 'phone';
CREATE UNIQUE INDEX "handle_user_id_key" ON "handle"("org_id", "chat_account_id", "value") WHERE "kind" = 'user_id';

-- What the sweeper and the status asker look for.
CREATE INDEX "message_due_idx" ON "message"("org_id", "conversation_id", "position")
  WHERE "direction" = 'outbound' AND "status" IN ('queued', 'sending') AND "sid" IS NULL;
CREATE INDEX "message_unfinished_idx" ON "message"("org_id", "chat_account_id", "status_asks", "status_asked_at")
  WHERE "status_asked_at" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login" ADD CONSTRAINT "login_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_inviter_id_fkey" FOREIGN KEY ("inviter_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_account" ADD CONSTRAINT "chat_account_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handle" ADD CONSTRAINT "handle_org_id_contact_id_fkey" FOREIGN KEY ("org_id", "contact_id") REFERENCES "contact"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handle" ADD CONSTRAINT "handle_org_id_chat_account_id_fkey" FOREIGN KEY ("org_id", "chat_account_id") REFERENCES "chat_account"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_event" ADD CONSTRAINT "webhook_event_org_id_chat_account_id_fkey" FOREIGN KEY ("org_id", "chat_account_id") REFERENCES "chat_account"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_org_id_contact_id_fkey" FOREIGN KEY ("org_id", "contact_id") REFERENCES "contact"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_org_id_chat_account_id_fkey" FOREIGN KEY ("org_id", "chat_account_id") REFERENCES "chat_account"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_conversation_id_fkey" FOREIGN KEY ("org_id", "conversation_id") REFERENCES "conversation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_chat_account_id_fkey" FOREIGN KEY ("org_id", "chat_account_id") REFERENCES "chat_account"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The second wall: a role for each kind of work, which owns nothing and bypasses nothing, and policies that show it the
-- rows of its orgs. The transaction says which those are (packages/db/src/scope.ts); without it no row is there.

-- Roles belong to the whole server, so another database, or a migration beside this one, may have made them.
DO $$
DECLARE
  wanted text;
  missing text[] := '{}';
  may_take text := CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['cloudpa_tenant', 'cloudpa_batch'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN missing := missing || format('CREATE ROLE %I NOLOGIN;', wanted);
    END;
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) OR NOT pg_has_role(current_user, wanted, may_take) THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
      END IF;
    EXCEPTION
      WHEN unique_violation THEN NULL;
      WHEN insufficient_privilege OR undefined_object THEN
        missing := missing || format('GRANT %I TO %I;', wanted, current_user);
    END;
  END LOOP;
  IF missing <> '{}' THEN
    RAISE EXCEPTION 'This login may not make the roles of Cloud PA. Let an administrator of the server run: %',
      array_to_string(missing, ' ');
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO cloudpa_tenant, cloudpa_batch', current_schema());
END $$;

-- Raises the wall around a table that has org_id; a later migration calls it for each that it makes.
CREATE PROCEDURE "raise_wall"(tenant_table regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cloudpa_tenant, cloudpa_batch', tenant_table);
  -- Forced, policies hold for the owner too: without this one the system client and migrations would see no row.
  EXECUTE format('CREATE POLICY system ON %s TO CURRENT_USER USING (true)', tenant_table);
  -- In a scalar subselect the setting is read once a statement, not once a row. Beside the application's own
  -- org_id = $1 it costs one comparison; where that is missing it takes its place in the index.
  EXECUTE format($policy$CREATE POLICY one_org ON %s TO cloudpa_tenant
    USING (org_id = (SELECT NULLIF(current_setting('app.org_id', true), '')::uuid))$policy$, tenant_table);
  -- IS TRUE keeps it out of the indexes: as an index condition it would make a join by key read those orgs whole.
  EXECUTE format($policy$CREATE POLICY some_orgs ON %s TO cloudpa_batch
    USING ((org_id = ANY ((SELECT NULLIF(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) IS TRUE)$policy$,
    tenant_table);
END $$;

DO $$
DECLARE tenant_table regclass;
BEGIN
  FOR tenant_table IN
    SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
    -- A partition read directly obeys no policy of its parent's, so nobody is granted one.
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  LOOP
    CALL raise_wall(tenant_table);
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION "is_held_elsewhere", "keep_number_holder" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "is_held_elsewhere" TO cloudpa_tenant;

-- Forms as they came are for those who take them up, in batches.
REVOKE ALL ON "webhook_event", "webhook_due" FROM cloudpa_tenant;

-- Members are made by who accepts an invitation, in the name of nobody's org yet; an org changes their roles.
REVOKE INSERT, UPDATE ON "member" FROM cloudpa_tenant;
GRANT UPDATE ("role") ON "member" TO cloudpa_tenant;

-- An org is its own row, of which it may change the name.
ALTER TABLE "org" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE ("name") ON "org" TO cloudpa_tenant;
CREATE POLICY "system" ON "org" TO CURRENT_USER USING (true);
CREATE POLICY "one_org" ON "org" TO cloudpa_tenant
  USING ("id" = (SELECT NULLIF(current_setting('app.org_id', true), '')::uuid));

-- Of people an org sees the names and addresses of its members; member's own policy says who those are. What they sign
-- in with (session, login, verification) is granted to nobody.
ALTER TABLE "user" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ("id", "name", "email") ON "user" TO cloudpa_tenant;
CREATE POLICY "system" ON "user" TO CURRENT_USER USING (true);
CREATE POLICY "one_org" ON "user" TO cloudpa_tenant
  USING (EXISTS (SELECT FROM "member" WHERE "member"."user_id" = "user"."id"));
