-- What is searched: a message's words, and a contact's names and numbers, folded to what counts when one looks for them,
-- and cut into grams: pieces of two or three letters, each a hash that begins with the org. So the one index of all orgs
-- is entered by one org's grams alone, and no extension is needed. The worker folds what org_event tells, so that who
-- takes messages in pays nothing for it.
CREATE TABLE "message_text" (
    "org_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "folded" TEXT NOT NULL,
    "grams" INTEGER[],

    CONSTRAINT "message_text_pkey" PRIMARY KEY ("message_id","org_id")
);

CREATE TABLE "contact_text" (
    "org_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "folded" TEXT NOT NULL,
    "grams" INTEGER[],

    CONSTRAINT "contact_text_pkey" PRIMARY KEY ("contact_id","org_id")
);

-- Up to which event of an org its texts are folded, and how far a walk over all its contacts has come, if there is one.
CREATE TABLE "search_cursor" (
    "org_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "contacts_after" UUID,
    "contacts_again" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "search_cursor_pkey" PRIMARY KEY ("org_id")
);

-- One row: how far the walk over all messages is, newest first, that folds what no event tells of any more.
CREATE TABLE "search_backfill" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "before_id" UUID,
    "before_org" UUID,
    "done" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "search_backfill_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "search_backfill_one_row" CHECK ("id" = 1)
);
INSERT INTO "search_backfill" DEFAULT VALUES;

ALTER TABLE "message_text" ADD CONSTRAINT "message_text_org_id_message_id_fkey" FOREIGN KEY ("org_id", "message_id") REFERENCES "message"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contact_text" ADD CONSTRAINT "contact_text_org_id_contact_id_fkey" FOREIGN KEY ("org_id", "contact_id") REFERENCES "contact"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "message_text_org_id_position_message_id_idx" ON "message_text"("org_id", "position", "message_id");
-- A search reads the list of what is not in the index proper yet, so it is kept short.
CREATE INDEX "message_text_grams_idx" ON "message_text" USING GIN ("grams") WITH (gin_pending_list_limit = 1024);
CREATE INDEX "contact_text_grams_idx" ON "contact_text" USING GIN ("grams") WITH (gin_pending_list_limit = 1024);

CALL raise_wall('message_text');
CALL raise_wall('contact_text');
CALL raise_wall('search_cursor');

-- No operator that finds words is leakproof, so behind the wall no index is entered by one. These look with their
-- owner's rights, in the rows of the transaction's org.

-- The newest of the messages before a place that hold what is looked for, as far as they are among the first `looked`.
-- A frequent word is found by this at once, while its part of the index may be half of all messages.
CREATE FUNCTION "find_among_newest"("patterns" text[], "before" bigint, "before_id" uuid, "looked" int, "most" int)
RETURNS TABLE ("id" uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off AS $$
  SELECT newest.message_id FROM (
    SELECT t.message_id, t.folded FROM message_text t
    WHERE t.org_id = NULLIF(current_setting('app.org_id', true), '')::uuid AND (t.position, t.message_id) < ($2, $3)
    ORDER BY t.position DESC, t.message_id DESC LIMIT $4
  ) AS newest
  WHERE newest.folded LIKE ALL ($1) LIMIT $5
$$;

-- The newest of all messages before a place that hold what is looked for.
CREATE FUNCTION "find_by_grams"("wanted" int[], "patterns" text[], "before" bigint, "before_id" uuid, "most" int)
RETURNS TABLE ("id" uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off SET work_mem = '16MB' AS $$
  SELECT t.message_id FROM message_text t
  WHERE t.grams @> $1 AND t.org_id = NULLIF(current_setting('app.org_id', true), '')::uuid
    AND (t.position, t.message_id) < ($3, $4) AND t.folded LIKE ALL ($2)
  ORDER BY t.position DESC, t.message_id DESC LIMIT $5
$$;

-- The newest of the messages before a place: among the newest of all where that gives enough, or where no grams are given.
-- An eighth of those says whether they will: what would be found among all of them barely often enough, or less, is sooner
-- found by its grams.
CREATE FUNCTION "find_messages"("patterns" text[], "wanted" int[], "before" bigint, "before_id" uuid, "looked" int, "most" int)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
  newest uuid[] := '{}';
BEGIN
  IF $2 IS NOT NULL AND $5 > 0 THEN
    newest := ARRAY(SELECT n.id FROM find_among_newest($1, $3, $4, $5 / 8, $6) AS n);
  END IF;
  IF $2 IS NULL OR cardinality(newest) BETWEEN $6 / 4 AND $6 - 1 THEN
    newest := ARRAY(SELECT n.id FROM find_among_newest($1, $3, $4, $5, $6) AS n);
  END IF;
  IF $2 IS NULL OR cardinality(newest) = $6 THEN
    RETURN QUERY SELECT unnest(newest);
  ELSE
    RETURN QUERY SELECT g.id FROM find_by_grams($2, $1, $3, $4, $6) AS g;
  END IF;
END $$;

-- How many messages hold what is looked for.
CREATE FUNCTION "count_messages"("patterns" text[], "wanted" int[], "most" int)
RETURNS int LANGUAGE sql STABLE SECURITY DEFINER
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off SET work_mem = '16MB' AS $$
  SELECT count(*)::int FROM (
    SELECT FROM message_text t
    WHERE t.grams @> $2 AND t.org_id = NULLIF(current_setting('app.org_id', true), '')::uuid AND t.folded LIKE ALL ($1)
    LIMIT $3
  ) AS found
$$;

-- Contacts that hold what is looked for; where those are fewer than enough also those that, for one of the pairs, have all
-- its grams of one kind and one of another.
CREATE FUNCTION "find_people"("patterns" text[], "wanted" int[], "all_of" text[], "one_of" text[], "enough" int, "most" int)
RETURNS TABLE ("id" uuid, "folded" text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off AS $$
DECLARE
  own uuid := NULLIF(current_setting('app.org_id', true), '')::uuid;
  found int;
BEGIN
  RETURN QUERY SELECT t.contact_id, t.folded FROM contact_text t
    WHERE t.grams @> $2 AND t.org_id = own AND t.folded LIKE ALL ($1) LIMIT $6;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found >= $5 THEN
    RETURN;
  END IF;
  FOR pair IN 1 .. cardinality($3) LOOP
    RETURN QUERY SELECT t.contact_id, t.folded FROM contact_text t
      WHERE t.grams @> ($3[pair])::int[] AND t.grams && ($4[pair])::int[] AND t.org_id = own LIMIT $6;
  END LOOP;
END $$;

-- Whatever schema this is, temporary tables come last: a caller's own must not pass for ours.
DO $$
DECLARE one regprocedure;
BEGIN
  FOREACH one IN ARRAY ARRAY[
    'find_among_newest(text[], bigint, uuid, int, int)'::regprocedure,
    'find_by_grams(int[], text[], bigint, uuid, int)', 'find_messages(text[], int[], bigint, uuid, int, int)',
    'count_messages(text[], int[], int)', 'find_people(text[], int[], text[], text[], int, int)'
  ] LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', one, current_schema());
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO cloudpa_tenant', one);
  END LOOP;
END $$;
