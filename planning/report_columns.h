// Which column of a hand-in means what, by the names people give their columns. Internal to
// planning; pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::planning {

enum class Column {
  kDate,
  kPerson,
  kWorkType,
  kPlatform,
  kTitle,
  kUrl,
  kKeywords,
  kLinkTarget,
  kNote,
  kIgnored,  // known, of no use here: number, account, index state ...
};

std::optional<Column> column_named(std::string_view header);

// The columns of a header row; none when `cells` is no header.
std::optional<std::vector<std::optional<Column>>> read_header(
    const std::vector<std::string>& cells);

}  // namespace vouch::planning
