#include "core/rank.h"

#include <array>

#include <fmt/format.h>

namespace vouch {
namespace {

constexpr std::array<std::string_view, 3> kStates = {"ranked", "not_in_top", "unmeasured"};
constexpr std::array<std::string_view, 3> kOwners = {"own_page", "claim", "competitor"};

template <class T, std::size_t N>
Result<T> parse(const std::array<std::string_view, N>& names, std::string_view text,
                std::string_view what) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<T>(i);
  }
  return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is no {}", text, what));
}

}  // namespace

std::string_view to_string(RankState state) {
  return kStates[static_cast<std::size_t>(state)];
}
std::string_view to_string(RowOwner owner) {
  return kOwners[static_cast<std::size_t>(owner)];
}
Result<RankState> parse_rank_state(std::string_view text) {
  return parse<RankState>(kStates, text, "state of a rank");
}
Result<RowOwner> parse_row_owner(std::string_view text) {
  return parse<RowOwner>(kOwners, text, "owner of a row");
}

}  // namespace vouch
