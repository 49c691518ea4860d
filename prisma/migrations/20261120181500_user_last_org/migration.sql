-- AlterTable
ALTER TABLE "user" ADD COLUMN     "last_org_id" UUID;
