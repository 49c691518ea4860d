-- What an org sorts its conversations by, and who answers one.
CREATE TYPE "label_color" AS ENUM ('red', 'orange', 'ochre', 'olive', 'green', 'jade', 'teal', 'blue', 'indigo', 'violet', 'purple', 'pink');

CREATE TABLE "label" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "color" "label_color" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "label_pkey" PRIMARY KEY ("id", "org_id")
);
-- Names that differ by their capitals alone are one to people.
CREATE UNIQUE INDEX "label_name_key" ON "label"("org_id", lower("name"));
ALTER TABLE "label" ADD CONSTRAINT "label_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The member who answers has a foreign key no more than acted_by: who is gone is nobody, and what was theirs is freed
-- behind their removal, step by step.
ALTER TABLE "conversation"
  ADD COLUMN "labels" UUID[] NOT NULL DEFAULT '{}',
  ADD COLUMN "assignee_id" UUID;

-- Who answers stands beside the open ones, so that whoever looks for those of nobody reads no row of the others. It is no
-- index more for each message, as one of nobody's would be.
DROP INDEX "conversation_open_idx";
CREATE INDEX "conversation_open_idx" ON "conversation"("org_id", "last_position", "id") INCLUDE ("assignee_id")
  WHERE "state" = 'open';
-- One that nobody is to answer in particular stands in no further index.
CREATE INDEX "conversation_assigned_idx" ON "conversation"("assignee_id", "org_id", "last_position", "id")
  WHERE "state" = 'open' AND "assignee_id" IS NOT NULL;
-- The others of a removed member, which are freed too.
CREATE INDEX "conversation_assigned_away_idx" ON "conversation"("assignee_id", "org_id", "id")
  WHERE "state" <> 'open' AND "assignee_id" IS NOT NULL;

-- The labels of conversations once more, as an index has them: by label, in the order of a list. A conversation without
-- a label stands in it nowhere, and its messages cost nothing more.
CREATE TABLE "conversation_label" (
    "label_id" UUID NOT NULL,
    "org_id" UUID NOT NULL,
    "is_open" BOOLEAN NOT NULL,
    "last_position" BIGINT NOT NULL,
    "conversation_id" UUID NOT NULL,

    CONSTRAINT "conversation_label_pkey" PRIMARY KEY ("label_id", "org_id", "is_open", "last_position", "conversation_id")
);
ALTER TABLE "conversation_label" ADD CONSTRAINT "conversation_label_org_id_label_id_fkey" FOREIGN KEY ("org_id", "label_id") REFERENCES "label"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE FUNCTION "keep_conversation_labels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.labels = NEW.labels THEN
    UPDATE conversation_label SET is_open = NEW.state = 'open', last_position = NEW.last_position
    WHERE label_id = ANY (OLD.labels) AND org_id = OLD.org_id AND is_open = (OLD.state = 'open')
      AND last_position = OLD.last_position AND conversation_id = OLD.id;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM conversation_label
    WHERE label_id = ANY (OLD.labels) AND org_id = OLD.org_id AND is_open = (OLD.state = 'open')
      AND last_position = OLD.last_position AND conversation_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO conversation_label (label_id, org_id, is_open, last_position, conversation_id)
    SELECT label_id, NEW.org_id, NEW.state = 'open', NEW.last_position, NEW.id FROM unnest(NEW.labels) AS label_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "keep_labels_put_on" AFTER INSERT ON "conversation"
  FOR EACH ROW WHEN (NEW."labels" <> '{}') EXECUTE FUNCTION "keep_conversation_labels"();
CREATE TRIGGER "keep_labels" AFTER UPDATE ON "conversation"
  FOR EACH ROW WHEN ((OLD."labels" <> '{}' OR NEW."labels" <> '{}')
    AND (OLD."labels", OLD."last_position", OLD."state") IS DISTINCT FROM (NEW."labels", NEW."last_position", NEW."state"))
  EXECUTE FUNCTION "keep_conversation_labels"();
CREATE TRIGGER "keep_labels_taken_off" AFTER DELETE ON "conversation"
  FOR EACH ROW WHEN (OLD."labels" <> '{}') EXECUTE FUNCTION "keep_conversation_labels"();

CALL raise_wall('label');
CALL raise_wall('conversation_label');
