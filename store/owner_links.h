// Owners' links. What was made never changes; ending happens once. The token goes in and is kept as
// SHA-256 only. Written on the writer thread; read on any connection.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/owner_link.h"
#include "store/sql.h"

namespace vouch::store::owner_links {

Result<OwnerLinkId> insert(Connection& db, const OwnerLink& link, std::string_view token);
// false: there is none such, or it was ended before.
Result<bool> end(Connection& db, OwnerLinkId id, Time at, std::string_view by);
Status used(Connection& db, OwnerLinkId id, Time at);
Result<std::optional<OwnerLink>> find(Connection& db, OwnerLinkId id);
// Of one person, or of everybody; the newest first.
Result<std::vector<OwnerLink>> all(Connection& db, std::optional<UserId> by, int limit);
// That opens the page now; none: unknown, expired, ended, or whoever made it has left.
Result<std::optional<OwnerLink>> opening(Connection& db, std::string_view token, Time now);

}  // namespace vouch::store::owner_links
