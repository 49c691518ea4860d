-- Who asked not to be written to, and by which message.
ALTER TABLE "contact" ADD COLUMN "opted_out_at" TIMESTAMPTZ(3),
ADD COLUMN "opted_position" BIGINT NOT NULL DEFAULT 0;
