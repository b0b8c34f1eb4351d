// The inbox of each person: written with the letter's outbox rows, read by its reader alone, purged
// with the messages. Writer thread writes; read on any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/inbox.h"
#include "store/sql.h"

namespace vouch::store {

struct InboxRow {
  InboxEntry entry;
  std::int64_t findings = 0;       // notices that the entry told
  std::vector<ClaimId> corrected;  // of these, those that were corrected since; by id
};

namespace inbox {

// The new entry, or the one that told this letter to this reader before; none: it was purged.
// `key`: of the outbox's keys (Message::dedup_key).
Result<InboxId> insert_once(Connection& db, const InboxEntry& entry, std::string_view key);
Result<std::optional<InboxEntry>> find(Connection& db, InboxId id);
// Of this reader, the newest first, before `before` (none: from the newest).
Result<std::vector<InboxRow>> list(Connection& db, UserId reader, bool unread_only, InboxId before,
                                   int limit);
Result<std::int64_t> unread(Connection& db, UserId reader);
// false: he has no such entry. Reading twice changes nothing.
Result<bool> mark_read(Connection& db, UserId reader, InboxId id, Time at);
// All of his up to and with this one; how many were unread.
Result<std::int64_t> mark_read_up_to(Connection& db, UserId reader, InboxId last, Time at);
// Entries made before `before`, read or not. Their letters are not told again. How many.
Result<std::int64_t> purge(Connection& db, Time before, int limit);

}  // namespace inbox
}  // namespace vouch::store
