// The keyword library; `folded` (core/text) is the identity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/people.h"
#include "store/sql.h"

namespace vouch::store::keywords {

Result<KeywordId> insert(Connection& db, const Keyword& keyword);  // kConflict: folded exists
Status set_priority(Connection& db, KeywordId id, int priority);
// The page that is meant to rank for it; empty: any own page.
Status set_target(Connection& db, KeywordId id, std::string_view url);
Result<std::string> target(Connection& db, KeywordId id);  // kNotFound
Result<bool> remove(Connection& db, KeywordId id);   // retired: listed no more, ids stay valid
Result<Keyword> find(Connection& db, KeywordId id);  // kNotFound
Result<std::optional<Keyword>> find_by_folded(Connection& db, std::string_view folded);
Result<std::vector<Keyword>> list(Connection& db);  // by priority, id
Result<std::int64_t> count(Connection& db);         // of those listed

}  // namespace vouch::store::keywords
