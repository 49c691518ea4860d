-- What is measured of a message's way, for whoever asks what became of it.
ALTER TABLE "webhook_event" ADD COLUMN "waited_ms" INTEGER;
ALTER TABLE "message" ADD COLUMN "taken_at" TIMESTAMPTZ(3);
