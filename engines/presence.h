// Which row or statement of an answer is about a page, and whether its absence could be held
// against it. Pure; any thread. Internal to engines.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/url.h"
#include "engines/answer.h"

namespace vouch::engines {

struct Match {
  const SearchRow* row = nullptr;
  std::string_view rule;  // "strict_key", "loose_key", "host"
};

Match match_page(std::span<const SearchRow> rows, const Url& wanted, const LooseKeyRules& rules);
// The best place of any; one that ends at its host stands for every page of it.
Match best_of(std::span<const SearchRow> rows, const std::vector<std::string>& urls);

// A row whose target is not known and whose shown address does not rule out the host of `wanted`.
bool may_hide(std::span<const SearchRow> rows, const Url& wanted);

// The same page by strict or loose key.
bool same_page(std::string_view left, const Url& right, const LooseKeyRules& rules);

}  // namespace vouch::engines
