// What editors hand on, and which entries distribute it. Append-only; the newest link of an entry
// holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/asset.h"
#include "core/work_plan.h"
#include "store/sql.h"

namespace vouch::store::assets {

Result<AssetId> insert(Connection& db, const Asset& asset);
Result<std::optional<Asset>> find(Connection& db, AssetId id);  // none also for no id

struct Listed {
  Asset asset;
  int distributions = 0;  // entries that distribute it; void ones left out
  int online = 0;         // of these: seen by the daemon or accepted by people
};
// With `words` in the title, below `before` (none: from the newest), the newest first.
Result<std::vector<Listed>> list(Connection& db, std::string_view words, AssetId before, int limit);
Result<std::optional<Listed>> find_listed(Connection& db, AssetId id);

Status link(Connection& db, const AssetLink& link);
Result<std::optional<AssetLink>> link_of(Connection& db, ClaimId claim);   // the newest
Result<std::vector<AssetLink>> links_of(Connection& db, ClaimId claim);    // all, the oldest first
Result<std::vector<AssetLink>> distributions(Connection& db, AssetId id);  // by entry
// Do both distribute the same?
Result<bool> is_shared(Connection& db, ClaimId left, ClaimId right);
// Entries of the page itself by its strict key, the oldest first.
Result<std::vector<ClaimId>> claims_of_page(Connection& db, std::string_view url_key);
// Lines of published plans that hand it on, the newest week first.
Result<std::vector<PlanLine>> lines(Connection& db, AssetId id);
// By the person's published plan of that week: what lines of this type hand on, each once.
Result<std::vector<AssetId>> planned(Connection& db, UserId user, Date monday,
                                     std::string_view work_type, std::string_view platform);

}  // namespace vouch::store::assets
