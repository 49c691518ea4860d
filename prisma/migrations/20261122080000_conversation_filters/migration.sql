-- Of an org's conversations, those that nobody has read, and those whose last message is the customer's.
CREATE INDEX "conversation_unread_idx" ON "conversation"("org_id", "last_position", "id") WHERE "unread_count" > 0;
CREATE INDEX "conversation_waiting_idx" ON "conversation"("org_id", "last_position", "id")
  WHERE "last_inbound_position" = "last_position";
