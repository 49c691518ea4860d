ALTER TABLE "contact" ADD COLUMN "apart_from" UUID[] NOT NULL DEFAULT '{}';
