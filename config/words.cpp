#include "config/words.h"

#include <algorithm>
#include <array>

namespace vouch::config {
namespace {

constexpr auto kLiveModes =
    std::to_array<std::string_view>({"automatic", "low_rate", "assisted", "off"});
constexpr auto kExpectations =
    std::to_array<std::string_view>({"expect", "measure", "not_applicable"});

static_assert(kLiveModes.size() == static_cast<std::size_t>(LiveMode::kOff) + 1);
static_assert(kExpectations.size() == static_cast<std::size_t>(Expectation::kNotApplicable) + 1);

template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& words, std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

}  // namespace

std::string_view word(LiveMode mode) {
  return kLiveModes[static_cast<std::size_t>(mode)];
}
std::string_view word(Expectation expectation) {
  return kExpectations[static_cast<std::size_t>(expectation)];
}
std::optional<LiveMode> parse_live_mode(std::string_view text) {
  return parse<LiveMode>(kLiveModes, text);
}
std::optional<Expectation> parse_expectation(std::string_view text) {
  return parse<Expectation>(kExpectations, text);
}

}  // namespace vouch::config
