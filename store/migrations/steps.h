// The steps of the schema, in order; step N brings a database from version N-1 to N. A released
// step never changes. Parts of one step run in one transaction.
#pragma once

#include <span>
#include <string_view>

namespace vouch::store::migrations {

struct Step {
  std::string_view name;
  std::span<const std::string_view> parts;
};

std::span<const Step> sqlite_steps();

}  // namespace vouch::store::migrations
