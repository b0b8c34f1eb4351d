// Notices: what a person must be told, and when it is judged again. Keys make them idempotent.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "store/sql.h"

namespace vouch::store::notices {

// none: a notice with this key exists already, nothing was changed.
Result<std::optional<NoticeId>> insert_once(Connection& db, const Notice& notice);
// Pending and due at or before `now`, by due time.
Result<std::vector<Notice>> due(Connection& db, Time now, int limit);
Result<std::optional<Time>> next_due(Connection& db);
// pending -> shown or dropped; false: it was not pending any more.
Result<bool> mark(Connection& db, NoticeId id, NoticeState state, Time at);
// Still pending, judged again at `due_at`; false: it was not pending any more.
Result<bool> postpone(Connection& db, NoticeId id, Time due_at);
Result<Notice> find(Connection& db, NoticeId id);  // kNotFound
Result<std::optional<Notice>> find_by_key(Connection& db, std::string_view key);
Result<std::vector<Notice>> for_claim(Connection& db, ClaimId claim);
// Newest first.
Result<std::vector<Notice>> for_recipient(Connection& db, UserId user, int limit);
// Pending notices of one kind and audience, for the daily message.
Result<std::vector<Notice>> pending_of(Connection& db, NoticeKind kind, Audience audience);

}  // namespace vouch::store::notices
